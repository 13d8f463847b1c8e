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
from ..model import Catalog, Migration

TABLE = "schemactl.schema_migrations"
CURRENT = f"""select version, checksum, to_fingerprint, applied_by, applied_at, duration_ms from (
    select distinct on (version) * from {TABLE} order by version, id desc) last
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
    """A migration that is applied now. `duration_ms` in milliseconds."""

    version: str
    checksum: str
    to_fingerprint: str
    applied_by: str
    applied_at: datetime
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the ledger says the schema was after the last run: its fingerprint, and a short hash a fact."""

    fingerprint: str
    facts: Mapping[str, str]


def ledger_sql() -> str:
    """The statements that make the ledger: the goal of migration 000."""
    return resources.files(__package__).joinpath("ledger.sql").read_text(encoding="utf-8")


def exists(database: Database) -> bool:
    return database.value("select to_regclass(%s)", (TABLE,)) is not None


def applied(database: Database) -> tuple[Entry, ...]:
    """What is applied now, in the order in which it ran; nothing where there is no ledger yet."""
    return tuple(Entry(*row) for row in database.rows(CURRENT)) if exists(database) else ()


def last_snapshot(database: Database) -> Snapshot | None:
    """The state after the last run, None before the first."""
    rows = database.rows(LAST) if exists(database) else []
    return Snapshot(*rows[0]) if rows else None


def record(database: Database, migration: Migration, direction: Direction, before: str, after: Catalog, milliseconds: int) -> None:
    """Adds a row, unless this run took the ledger itself away."""
    if not exists(database):
        return
    facts = json.dumps(hashes(after))
    values = (migration.version, direction, migration.checksum, before, after.fingerprint, facts, milliseconds, f"schemactl {__version__}")
    database.execute(INSERT, values)


def hashes(catalog: Catalog) -> dict[str, str]:
    """Eight hexadecimal digits for every fact, by its name: enough to say which of them changed."""
    return {str(key): _hash(fact.compared()) for key, fact in catalog.items()}


def drift(snapshot: Snapshot, catalog: Catalog) -> tuple[str, ...]:
    """What changed since the snapshot, a line a fact: `+`, `-` or `~` and its name."""
    old, new = snapshot.facts, hashes(catalog)
    lines = [f"+ {k}" for k in new if k not in old] + [f"- {k}" for k in old if k not in new]
    lines += [f"~ {k}" for k in new if k in old and old[k] != new[k]]
    return tuple(sorted(lines, key=lambda line: line[2:]))


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:8]
