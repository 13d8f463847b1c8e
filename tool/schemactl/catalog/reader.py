"""A database → its `Catalog`: every kind's query in one statement, in one snapshot, as facts with the dependencies between them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from ..adapters.database import Database
from ..kinds import kinds, query
from ..model import Address, Catalog, Fact, Key
from .canonical import canonical
from .scope import LEDGER_SCHEMA, Scope

EDGES, OBJECTS = "depend", "objects"
READ_ONLY = "isolation level repeatable read read only"
REMEMBERED = 1 << 18
# to_regclass() fails where the role may not look into the schema
SESSION = """select current_setting('search_path'), current_setting('is_superuser')::boolean,
                    array(select n.nspname || '.' || c.relname
                            from pg_catalog.pg_class c
                            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                           where n.nspname || '.' || c.relname = any (%s)
                             and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))"""
Rows = dict[str, list[str]]
"""Query name → its rows, each a JSON text."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row taken apart: its own address, the addresses that it names (its parent's first), and all else as a fact has it."""

    address: Address
    links: tuple[tuple[str, Address | None], ...]
    values: Mapping[str, Any]

    @property
    def parent(self) -> Address | None:
        return self.links[0][1]

    def link(self, name: str) -> Address | None:
        return dict(self.links).get(name)


def read(database: Database, scope: Scope = Scope()) -> Catalog:  # noqa: B008 - frozen
    """The facts in scope. Opens a read-only snapshot of its own unless a transaction is open, whose changes it then sees.

    Raises:
        DatabaseError: the catalog cannot be read.
    """
    return catalog(read_rows(database), scope, database.major)


def read_rows(database: Database) -> Rows:
    """What the queries say, before scope and keys: plain data that JSON can hold. The same snapshot and errors as `read`."""
    if database.in_transaction:
        return _rows(database)
    with database.transaction(READ_ONLY):
        return _rows(database)


def queries_digest() -> str:
    """Changes with any query: rows that other queries gave are of no use."""
    data = frozenset(name for name, kind in kinds().items() if kind.READ_FROM)
    return hashlib.sha256(_statement(superuser=True, data=data).encode()).hexdigest()


def _rows(database: Database) -> Rows:
    # with an empty path PostgreSQL qualifies every name that it prints
    ((path, superuser, readable),) = database.rows(SESSION, ([kind.READ_FROM for kind in kinds().values() if kind.READ_FROM],))
    set_path = "select pg_catalog.set_config('search_path', %s, %s)"
    database.execute(set_path, ("", database.in_transaction))
    try:
        # planned once a connection: a run reads the same trial many times
        data = frozenset(name for name, kind in kinds().items() if kind.READ_FROM in readable)
        rows = database.prepared("_".join(("schemactl_facts", *sorted(data))), _statement(superuser=superuser, data=data))
    finally:
        database.execute(set_path, (path, database.in_transaction))
    out: Rows = {}
    for name, text in rows:
        out.setdefault(name, []).append(text)
    return out


@cache
def _statement(*, superuser: bool, data: frozenset[str]) -> str:
    """One statement for all kinds: one round trip, whatever the distance to the server. `data`: which declared data can be read."""
    own = {name: resources.files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in (EDGES, OBJECTS)}
    there = {name: kind for name, kind in kinds().items() if not kind.READ_FROM or name in data}
    known = {name: query(name) for name, kind in there.items() if superuser or not kind.FOR_SUPERUSERS}
    return "\nunion all\n".join(f"select '{name}', to_jsonb(q)::text from (\n{text}\n) q" for name, text in {**known, **own}.items())


def catalog(rows: Rows, scope: Scope, major: int) -> Catalog:
    """The facts in scope, out of the queries' rows."""
    types = kinds()
    known = [kind for name, kind in types.items() if (scope.roles or not kind.OF_CLUSTER) and (name in scope.data or not kind.READ_FROM)]
    found = [(kind, text, _row(text)) for kind in known for text in rows.get(kind.KIND, ())]
    keys = {row.address: Key(kind.KIND, row.values["identity"]) for kind, _, row in found}
    ours = _in_scope([row for _, _, row in found], keys, scope)
    facts = [
        _fact(kind.KIND, text, tuple(keys.get(a) if a else None for _, a in row.links)) for kind, text, row in found if row.address in ours
    ]
    edges = _edges(map(_row, rows.get(EDGES, ())), {a: k for a, k in keys.items() if a in ours})
    return Catalog(facts, edges, tuple(_unread(map(_row, rows.get(OBJECTS, ())), keys, scope)), major, scope.excluded - {LEDGER_SCHEMA})


# most of what is read was read before: a trial is read after each round, and a database made from a template has its addresses


@lru_cache(REMEMBERED)
def _row(text: str) -> _Row:
    data = json.loads(text)
    links = {name: _address(value) if value else None for name, value in data.items() if name == "parent" or name.endswith("_address")}
    return _Row(
        _address(data["address"]),
        (("parent", links.pop("parent", None)), *links.items()),
        {name: _frozen(value) for name, value in data.items() if name not in ("address", "parent") and not name.endswith("_address")},
    )


@lru_cache(REMEMBERED)
def _fact(kind: str, text: str, linked: tuple[Key | None, ...]) -> Fact:
    row = _row(text)
    values = {**row.values, **{name: key for (name, _), key in zip(row.links, linked, strict=True)}}
    return kinds()[kind](address=row.address, **values)


def _in_scope(found: Iterable[_Row], keys: Mapping[Address, Key], scope: Scope) -> frozenset[Address]:
    """Addresses of what is ours."""
    ours = _Ours(keys, scope)
    for row in found:
        ours.parents[row.address] = row.parent
        for name, address in row.links[1:]:
            if address and name in ours.named:
                ours.named[name][row.address] = address
        if row.values.get("made_by") in scope.strangers:
            ours.strange.add(row.address)
    return frozenset(a for a in ours.parents if ours.holds(a) and ours.takes_in(a))


class _Ours:
    """What is ours: a chain of parents that ends in a schema of ours, or in no schema at all.

    `schema_address` is a column of what lives in a schema and has another parent: what is said of an extension's function.
    Not ours is what a stranger has made for the whole database (`made_by`). Ours is also what hangs on somebody else's table
    as a guest: with `runs_address` in a schema of ours, or `host_address` in a lent one.
    """

    def __init__(self, keys: Mapping[Address, Key], scope: Scope) -> None:
        self._keys, self._scope = keys, scope
        self.parents: dict[Address, Address | None] = {}
        self.named: dict[str, dict[Address, Address]] = {name: {} for name in ("schema_address", "runs_address", "host_address")}
        self.strange: set[Address] = set()
        self._held: dict[Address, bool] = {}
        self._taken_in: dict[Address, bool] = {}

    def holds(self, address: Address) -> bool:
        if address not in self._held:
            self._held[address] = self._holds(address)
        return self._held[address]

    def takes_in(self, address: Address) -> bool:
        """It, or what it is inside of, is among what the project takes in."""
        if address not in self._taken_in:
            above = self.parents.get(address)
            self._taken_in[address] = self._scope.patterns.take_in(self._keys[address]) or (above is not None and self.takes_in(above))
        return self._taken_in[address]

    def _holds(self, address: Address) -> bool:
        if address not in self.parents:
            return False  # hangs on something that nobody reads, which is reported itself
        key, parent, schema = self._keys[address], self.parents[address], self.named["schema_address"].get(address)
        if address in self.strange or self._scope.leaves_out(key) or (schema is not None and not self.holds(schema)):
            return False
        if key.kind == "schema":
            return self._scope.holds(key.identity)
        return self._scope.holds_database_objects if parent is None else self.holds(parent) or self._is_guest(address)

    def _is_guest(self, address: Address) -> bool:
        runs, host = (self.named[name].get(address) for name in ("runs_address", "host_address"))
        return (runs is not None and self.holds(runs)) or (host is not None and self._keys[host].identity in self._scope.lent)


def _address(value: list[int]) -> Address:
    classid, objid, objsubid = value
    return classid, objid, objsubid


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    return canonical(value) if isinstance(value, str) else value


def _edges(rows: Iterable[_Row], keys: Mapping[Address, Key]) -> dict[Key, frozenset[Key]]:
    edges: dict[Key, set[Key]] = {}
    for row in rows:
        start, end = keys.get(row.address), keys.get(row.links[1][1] or row.address)
        if start and end and start != end:
            edges.setdefault(start, set()).add(end)
    return {k: frozenset(v) for k, v in edges.items()}


def _unread(rows: Iterable[_Row], keys: Mapping[Address, Key], scope: Scope) -> Iterable[str]:
    for row in rows:
        if row.address in keys:
            continue
        schema = keys.get(row.link("schema_address") or row.address)
        if scope.holds(schema.identity) if schema else scope.holds_database_objects:
            yield re.sub(r"\s+", " ", row.values["name"])
