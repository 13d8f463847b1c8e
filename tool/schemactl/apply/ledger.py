"""The ledger `schemactl.schema_migrations`: what ran, when, by whom. Rows are only added; the last row of a version decides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import resources

from .. import __version__
from ..adapters.database import Database
from ..errors import Refused
from ..model import Catalog, Migration

TABLE = "schemactl.schema_migrations"
# read from the catalog, since to_regclass() fails where the role may not look into the schema
READABLE = """select pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
       and (not pg_catalog.row_security_active(c.oid) or exists (
           -- a policy that shows every row to this role, if none takes rows away
           select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
              and pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'
              and exists (select from pg_catalog.unnest(p.polroles) r
                           where case when r = 0 then true else pg_catalog.pg_has_role(r, 'usage') end))
         and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and not p.polpermissive))
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'schemactl' and c.relname = 'schema_migrations'"""
COLUMNS = "version, direction, checksum, from_fingerprint, to_fingerprint, applied_by, applied_at, duration_ms, tool"
HISTORY = f"select {COLUMNS} from {TABLE} order by id"
CURRENT = f"""select {COLUMNS} from (
    select distinct on (version) id, {COLUMNS} from {TABLE} order by version, id desc) last
 where direction = 'up' order by id"""
LAST = f"select to_fingerprint, facts from {TABLE} order by id desc limit 1"
INSERT = f"""insert into {TABLE} (version, direction, checksum, from_fingerprint, to_fingerprint, facts, duration_ms, tool)
values (%s, %s, %s, %s, %s, %s, %s, %s)"""


class Direction(StrEnum):
    """Which half of a file runs."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger: a migration that ran. `checksum` is that of the body that ran, `duration_ms` are milliseconds."""

    version: str
    direction: Direction
    checksum: str
    from_fingerprint: str
    to_fingerprint: str
    applied_by: str
    applied_at: datetime
    duration_ms: int
    tool: str

    @property
    def number(self) -> int:
        return int(self.version.partition("_")[0])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the ledger says the schema was after the last run: its fingerprint, and a short hash a fact."""

    fingerprint: str
    facts: Mapping[str, str]


def ledger_sql() -> str:
    """The statements that make the ledger: the goal of migration 000."""
    return resources.files(__package__).joinpath("ledger.sql").read_text(encoding="utf-8")


def exists(database: Database) -> bool:
    """Whether the ledger is there.

    Raises:
        Refused: it is, and this role does not see its rows: it would look as if nothing had ever run.
    """
    readable = database.value(READABLE)
    if readable is False:
        raise Refused(
            f"the role {database.user} cannot read the ledger {TABLE}: it lacks the privilege, or row level security hides the rows",
            hint="Connect as the role that owns the ledger; `schemactl doctor --read-only ROLE` prints what another one needs.",
        )
    return readable is not None


def applied(database: Database) -> tuple[Entry, ...]:
    """What is applied now, in the order in which it ran; nothing where there is no ledger yet.

    Raises:
        Refused: this role cannot read the ledger.
    """
    return _entries(database, CURRENT)


def history(database: Database) -> tuple[Entry, ...]:
    """Everything that ever ran, rollbacks too, oldest first; nothing where there is no ledger yet.

    Raises:
        Refused: this role cannot read the ledger.
    """
    return _entries(database, HISTORY)


def last_snapshot(database: Database) -> Snapshot | None:
    """The state after the last run, None before the first.

    Raises:
        Refused: this role cannot read the ledger.
    """
    rows = database.rows(LAST) if exists(database) else []
    return Snapshot(*rows[0]) if rows else None


def record(database: Database, migration: Migration, direction: Direction, before: str, after: Catalog, milliseconds: int) -> None:
    """Adds a row, in the caller's transaction. A rollback that takes the ledger itself away has nowhere to be recorded.

    `before` is the fingerprint of the schema before the run, `after` are the facts after it.

    Raises:
        Refused: there is no ledger.
    """
    if not exists(database):
        if direction is Direction.DOWN:
            return
        raise Refused(
            f"{migration.version} cannot be recorded: the ledger {TABLE} is not there",
            hint="It is made by 000_migrations_table.sql, the first file that `schemactl diff` writes: apply that one first.",
        )
    facts = json.dumps(hashes(after))
    values = (migration.version, direction, migration.checksum, before, after.fingerprint, facts, milliseconds, f"schemactl {__version__}")
    database.execute(INSERT, values)


def hashes(catalog: Catalog) -> dict[str, str]:
    """Eight hexadecimal digits for every fact, by its name: enough to say which of them changed."""
    return {str(key): _hash(catalog[key].digested()) for key in catalog.signed()}


def drift(snapshot: Snapshot, catalog: Catalog) -> tuple[str, ...]:
    """What changed since the snapshot, a line a fact: `+`, `-` or `~` and its name."""
    old, new = snapshot.facts, hashes(catalog)
    lines = [f"+ {k}" for k in new if k not in old] + [f"- {k}" for k in old if k not in new]
    lines += [f"~ {k}" for k in new if k in old and old[k] != new[k]]
    return tuple(sorted(lines, key=lambda line: line[2:]))


def _entries(database: Database, query: str) -> tuple[Entry, ...]:
    rows = database.rows(query) if exists(database) else []
    return tuple(Entry(version, Direction(direction), *rest) for version, direction, *rest in rows)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
