"""Pieces of SQL text that several kinds write the same way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Key

LAST_PART = re.compile(r'("(?:[^"]|"")*"|[^".]+)$')

# what pg_identify_object calls a thing → what ALTER, COMMENT ON and GRANT call it
SQL_NAMES = {
    "table column": "column",
    "view column": "column",
    "materialized view column": "column",
    "foreign table column": "column",
    "composite type column": "column",
    "table constraint": "constraint",
    "domain constraint": "constraint",
    "statistics object": "statistics",
    "foreign-data wrapper": "foreign data wrapper",
    "composite type": "type",
}


def sql_name(object_type: str) -> str:
    """`table column` → `column`: the word of SQL commands for pg_identify_object's type."""
    return SQL_NAMES.get(object_type, object_type)


def name_of(identity: str) -> str:
    """The last part of a qualified name, quoted as it stands there: `public."a.b"` → `"a.b"`."""
    found = LAST_PART.search(identity)
    return found[0] if found else identity


def literal(text: str) -> str:
    """A string constant. Values here come from the catalog, and `standard_conforming_strings` is on wherever the text runs."""
    return "'" + text.replace("'", "''") + "'"


def with_options(options: Sequence[str] | None) -> str:
    """` with (fillfactor=70)`, empty without options."""
    return f" with ({', '.join(map(option, options))})" if options else ""


def option(text: str) -> str:
    """A reloption as pg_class has it, `name=value`, with a value that the grammar would not take as it stands quoted."""
    name, _, value = text.partition("=")
    plain = value.replace(".", "", 1).replace("-", "", 1).isdigit() or value in ("true", "false", "on", "off")
    return f"{name}={value if plain else literal(value)}"


def option_changes(before: Sequence[str] | None, after: Sequence[str] | None, prefix: str = "") -> tuple[str, ...]:
    """The SET and RESET clauses that lead from one list of reloptions to another."""
    old, new = (dict(o.partition("=")[::2] for o in options or ()) for options in (before, after))
    changed = [prefix + option(f"{k}={v}") for k, v in new.items() if old.get(k) != v]
    gone = [prefix + k for k in old if k not in new]
    return tuple(c for c in (f"set ({', '.join(changed)})" * bool(changed), f"reset ({', '.join(gone)})" * bool(gone)) if c)


def ordered_option_changes(before: Sequence[str] | None, after: Sequence[str] | None) -> tuple[str, ...]:
    """The same where PostgreSQL prints the options in the order in which they were set: all of them anew where theirs would be another."""
    kept = [o for o in before or () if o in (after or ())]
    added = [o for o in after or () if o not in kept]
    in_order = [*kept, *added] == [*(after or ())]
    return option_changes(before, after) if in_order else (*option_changes(before, ()), *option_changes((), after))


def fdw_options(options: Sequence[str] | None) -> str:
    """` options (host 'a')`, empty without options."""
    return f" options ({', '.join(_fdw_option(o) for o in options)})" if options else ""


def fdw_option_changes(before: Sequence[str] | None, after: Sequence[str] | None) -> str:
    """` options (add host 'a', set port '1', drop user)`: what leads from one list to the other."""
    old, new = (dict(o.partition("=")[::2] for o in options or ()) for options in (before, after))
    parts = [f"{'set' if k in old else 'add'} {_fdw_option(f'{k}={v}')}" for k, v in new.items() if old.get(k) != v]
    parts += [f"drop {_quoted(k)}" for k in old if k not in new]
    return f" options ({', '.join(parts)})" if parts else ""


def _fdw_option(text: str) -> str:
    name, _, value = text.partition("=")
    return f"{_quoted(name)} {literal(value)}"


def aside(identity: str) -> str:
    """`public.mood` → `mood__old`: the name, without schema, under which an object waits until what replaces it is there."""
    plain = name_of(identity).strip('"').replace('""', '"')
    return _quoted(plain.encode()[: 63 - len("__old")].decode(errors="ignore") + "__old")


def _quoted(name: str) -> str:
    return name if name.isidentifier() and name == name.lower() else '"' + name.replace('"', '""') + '"'


def renamed(word: str, old: Key, new: Key) -> tuple[str, ...]:
    """`alter table app.a set schema public`, `alter table public.a rename to b`: as far as the two names differ."""
    moves = len(old.path) > 1 and old.path[:-1] != new.path[:-1]
    there = old.called((*new.path[:-1], old.path[-1]))
    move = f"alter {word} {old.identity} set schema {'.'.join(new.path[:-1])}"
    rename = f"alter {word} {there.identity} rename to {new.path[-1]}"
    return (*[move] * moves, *[rename] * (old.path[-1] != new.path[-1]))
