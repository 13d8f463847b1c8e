"""Two catalogs → the statements between them, found on a trial copy. Names no kind."""

from .converge import Propose, converge, find_way
from .difference import difference
from .trial import Trial

__all__ = ["Propose", "Trial", "converge", "difference", "find_way"]
