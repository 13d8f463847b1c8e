"""A name for a migration, out of what it changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 50
VERBS = {"+": "add", "-": "drop", "~": "change"}
# what comes along with an object and does not name the change
MINOR = ("owner", "grant", "comment", "default", "index", "constraint", "sequence", "sequence_owner", "view_column", "partition")
ON_TABLE = re.compile(r" on (?P<table>\S+)$")


def slug(text: str) -> str:
    """Small letters, digits and single underscores, at most fifty characters."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return plain[:LONGEST].rstrip("_") or "change"


def name_for(lines: Sequence[str]) -> str:
    """`add_orders_notes` for `+ column public.orders.notes`; several objects: `add_orders_and_2_more`."""
    changes = [_read(line) for line in lines]
    tops = [c for c in changes if not _inside_another(c, changes)] or changes
    major = [c for c in tops if c[1] not in MINOR] or tops
    signs = {sign for sign, _, _ in major}
    verb = VERBS[signs.pop()] if len(signs) == 1 else "change"
    names = list(dict.fromkeys(_short(kind, identity) for _, kind, identity in major))
    more = f"_and_{len(names) - 1}_more" if len(names) > 1 else ""
    return slug(f"{verb}_{names[0]}")[: LONGEST - len(more)].rstrip("_") + more if names else "change"


def _read(line: str) -> tuple[str, str, str]:
    """(sign, kind, identity) of a line of Difference.lines()."""
    kind, _, identity = line[2:].partition(" ")
    return line[0], kind, identity.split(" (", 1)[0] if line[0] == "~" else identity


def _inside_another(change: tuple[str, str, str], changes: Sequence[tuple[str, str, str]]) -> bool:
    _, kind, identity = change
    tables = {i for s, k, i in changes if k in ("table", "view", "materialized_view") and s == change[0]}
    on = ON_TABLE.search(identity)
    return kind != "table" and (identity.rpartition(".")[0] in tables or bool(on and on["table"] in tables))


def _short(kind: str, identity: str) -> str:
    """Without the schema: `orders_notes` for a column, `orders` for a policy on it, the bare name else."""
    if on := ON_TABLE.search(identity):
        identity = f"{on['table']}_{kind}"
    parts = identity.split("(", 1)[0].split(".")
    return "_".join(parts[1:]) or parts[0]
