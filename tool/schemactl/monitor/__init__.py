"""What a server knows of its own work, section by section: a section is one file, `queries/<name>.sql`, and adding one is adding a file.

Its head is comments that `sections.py` reads: title, chapter, what it shows, and the columns with their titles and units. The query below
runs as it stands in psql. A column `remark` says what to look at in a row; a column `schema` says whose the row is.
"""

from .page import html
from .reading import Reading, Snapshot, read
from .rights import Check, State, attempt, read_only_grants, rights
from .sections import Chapter, Column, Section, sections
from .statements import Counted, counted, ranked, since
from .units import shown

__all__ = [
    "Chapter",
    "Check",
    "Column",
    "Counted",
    "Reading",
    "Section",
    "Snapshot",
    "State",
    "attempt",
    "counted",
    "html",
    "ranked",
    "read",
    "read_only_grants",
    "rights",
    "sections",
    "shown",
    "since",
]
