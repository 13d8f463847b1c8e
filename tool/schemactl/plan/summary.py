"""What a migration changes, in a few words for its header: `+2 tables, ~1 column, +3 policies`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..model import Difference, Fact, Rename

PLURALS = {"policy": "policies", "index": "indexes", "composite_type": "composite types", "default_privilege": "default privileges"}
# what an object has from its creation on, and nobody wrote
SILENT = frozenset({"owner", "view_column"})


def summary(delta: Difference, renames: Sequence[Rename] = ()) -> tuple[str, ...]:
    """The counted changes by sign and kind; what comes or goes with its object is not counted."""
    renamed = Counter(r.new.kind for r in renames)
    counts: Counter[tuple[str, str]] = Counter()
    counts.update(("+", f.KIND) for f in _tops(delta.missing))
    counts.update(("~", f.KIND) for _, f in delta.changed if f.KIND not in SILENT)
    counts.update(("-", f.KIND) for f in _tops(delta.extra))
    return (
        *(f"~{n} {_noun(kind, n)} renamed" for kind, n in renamed.items()),
        *(f"{sign}{n} {_noun(kind, n)}" for (sign, kind), n in counts.items()),
    )


def _tops(facts: Sequence[Fact]) -> list[Fact]:
    """All but the parts of one another; a schema's objects are no parts of it."""
    wholes = {f.key: f for f in facts}

    def is_part(fact: Fact) -> bool:
        whole = wholes.get(fact.parent) if fact.parent else None
        return whole is not None and (whole.TAKES_PARTS_ALONG or fact.SAID_OF)

    return [f for f in facts if f.KIND not in SILENT and not is_part(f)]


def _noun(kind: str, count: int) -> str:
    words = kind.replace("_", " ")
    return words if count == 1 else PLURALS.get(kind, words + "s")
