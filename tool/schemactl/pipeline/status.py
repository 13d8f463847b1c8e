"""What the command `status` does: folder, ledger and live side by side, changing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import apply, migrations
from ..adapters.database import Database, connect, describe
from ..apply import State
from ..catalog import catalog, left_out, read_rows
from ..config import Settings
from ..model import Migration
from ..prove import roles
from ..supabase import is_supabase
from .connection import live_url
from .look import LIVE_OPTIONS, SCHEMAS, made_by_use, scope_for

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Status:
    """Where every migration stands, and whether live is what the ledger says."""

    database: str
    platform: str
    rows: tuple[tuple[str, str, str], ...]
    has_run: bool
    drift: tuple[str, ...]
    unmodeled: tuple[str, ...]
    left_alone: tuple[str, ...] = ()
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.drift and all(state == "applied" for _, state, _ in self.rows)

    @property
    def summary(self) -> str:
        if not self.drift:
            words = "is as the last migration left it" if self.has_run else "has seen no migration yet"
            return f"{self.database} ({self.platform}) {words}"
        shown = "".join(f"\n  {line}" for line in self.drift[:SHOWN])
        return f"{self.database} has drifted: {len(self.drift)} objects changed since the last migration{shown}"

    def as_data(self) -> dict[str, Any]:
        return {
            "database": self.database,
            "platform": self.platform,
            "migrations": [{"version": v, "state": s, "detail": d} for v, s, d in self.rows],
            "drift": list(self.drift),
            "unmodeled": list(self.unmodeled),
            "left_alone": list(self.left_alone),
            "left_out": {where: dict(kinds) for where, kinds in self.left_out.items()},
            "clean": self.is_clean,
        }


def read_status(settings: Settings) -> Status:
    """Reads live and the folder; changes nothing."""
    files = migrations.read(settings.migrations_path)
    with connect(live_url(settings), options=LIVE_OPTIONS) as database:
        state = apply.compare(apply.applied(database), files)
        on_supabase = supabase_found(database)
        rows, scope = read_rows(database), scope_for(settings, supabase_found=on_supabase)
        found = catalog(rows, scope, database.major)
        made = made_by_use(settings, database, found)
        facts = found.without(made)
        snapshot = apply.last_snapshot(database)
        drift = apply.drift(snapshot, facts) if snapshot and snapshot.fingerprint != facts.fingerprint else ()
        platform = "supabase" if on_supabase else "plain PostgreSQL"
        return Status(
            database=describe(database.url),
            platform=f"{platform} {database.major}",
            rows=tuple(_rows(state, files)),
            has_run=snapshot is not None,
            drift=drift,
            unmodeled=facts.unmodeled,
            left_alone=tuple(sorted(map(str, made))),
            left_out=left_out(rows, scope.leaving(made), database.major),
        )


def supabase_found(database: Database) -> bool:
    """Whether the database has what Supabase puts into each of its own."""
    return is_supabase({n for (n,) in database.rows(SCHEMAS)}, roles(database))


def _rows(state: State, files: Iterable[Migration]) -> Iterable[tuple[str, str, str]]:
    entries = {e.version: e for e in state.applied}
    edited, unproved = {m.version for m in state.edited}, {m.version for m in state.unproved}
    for entry in state.missing:
        yield entry.version, "missing", "applied, but its file is not here"
    for migration in files:
        ran = entries.get(migration.version)
        if migration.version in edited:
            yield migration.version, "edited", "the file was changed after it was applied"
        elif ran:
            yield migration.version, "applied", f"{ran.applied_at:%Y-%m-%d %H:%M} by {ran.applied_by}, {ran.duration_ms} ms"
        elif migration.version in unproved:
            yield migration.version, "pending", f"not proved as it stands: schemactl prove {migration.number}"
        else:
            yield migration.version, "pending", migration.proved
