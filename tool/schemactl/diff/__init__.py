"""Two catalogs → the statements between them, found on a trial copy. Names no kind."""

from .converge import Propose, converge, find_way
from .difference import difference
from .renames import Ask, Spoken, agreed
from .trial import Trial

__all__ = ["Ask", "Propose", "Spoken", "Trial", "agreed", "converge", "difference", "find_way"]
