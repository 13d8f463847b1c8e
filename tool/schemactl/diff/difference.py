"""The keyed difference of two catalogs."""

from __future__ import annotations

from ..model import Catalog, Difference


def difference(start: Catalog, goal: Catalog) -> Difference:
    """What `start` lacks, what it has beyond `goal`, and what both have in different form."""
    return Difference(
        missing=tuple(goal[k] for k in goal if k not in start),
        extra=tuple(start[k] for k in start if k not in goal),
        changed=tuple((start[k], goal[k]) for k in goal if k in start and start[k] is not goal[k] and start[k] != goal[k]),
    )
