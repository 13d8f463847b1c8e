"""Statements → what a reviewer reads: SQL in one style, a summary, hazards."""

from .access import access, access_hazards
from .bodies import named_in_bodies
from .hazards import (
    ALTERS_VALUES,
    BREAKS_FUNCTION,
    DELETES_DATA,
    IRREVERSIBLE,
    MAY_FAIL_ON_ROWS,
    MEASURED,
    NEXT,
    ROWS,
    TO_BE_ALLOWED,
    Hazard,
    doubts,
    hazards,
    without,
)
from .layout import paragraph, script
from .locking import measured_hazards, measured_lines
from .places import changed_places, schema_files
from .rows import Count, Counts, RowFinding, counts
from .summary import summary

__all__ = [
    "ALTERS_VALUES",
    "BREAKS_FUNCTION",
    "DELETES_DATA",
    "IRREVERSIBLE",
    "MAY_FAIL_ON_ROWS",
    "MEASURED",
    "NEXT",
    "ROWS",
    "TO_BE_ALLOWED",
    "Count",
    "Counts",
    "Hazard",
    "RowFinding",
    "access",
    "access_hazards",
    "changed_places",
    "counts",
    "doubts",
    "hazards",
    "measured_hazards",
    "measured_lines",
    "named_in_bodies",
    "paragraph",
    "schema_files",
    "script",
    "summary",
    "without",
]
