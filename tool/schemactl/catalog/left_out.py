"""What a scope keeps out of sight, counted: whoever trusts "no difference" may want to know what was not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..model import Catalog, Key
from .reader import Rows, catalog
from .scope import Scope

BY_SETTING = "include and exclude, or made by use"
WHOLE_DATABASE = "whole database"


def left_out(rows: Rows, scope: Scope, major: int) -> Mapping[str, Mapping[str, int]]:
    """Where it stands → kind → how many objects; the parts of an object are not counted beside it.

    Where: `schema auth` for what an excluded schema holds, the setting for what it names in a schema of ours, else the whole database.
    """
    everything, ours = catalog(rows, Scope(), major), catalog(rows, scope, major)
    found: dict[str, Counter[str]] = {}
    for key in everything:
        if key not in ours and everything.whole(key) is None:
            found.setdefault(_where(key, everything, scope), Counter())[key.kind] += 1
    return {where: dict(sorted(kinds.items())) for where, kinds in sorted(found.items())}


def _where(key: Key, everything: Catalog, scope: Scope) -> str:
    above: Key | None = key
    while above is not None and above.kind != "schema":
        above = everything[above].parent if above in everything else None
    if above is None:
        return WHOLE_DATABASE
    return f"schema {above.identity}" if not scope.holds(above.identity) else BY_SETTING
