"""Two catalogs → the statements between them, found on a trial copy. Names no kind."""

from .converge import Differ, converge
from .difference import difference
from .trial import Trial

__all__ = ["Differ", "Trial", "converge", "difference"]
