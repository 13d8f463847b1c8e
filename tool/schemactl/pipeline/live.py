"""What the commands `apply`, `rollback` and `status` do on live: one lock, one ledger, fingerprints before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from .. import apply, migrations
from ..adapters.database import Database, connect, describe
from ..apply import Direction, State
from ..catalog import Scope, read
from ..config import Settings
from ..diff import difference
from ..errors import FailedOnLive, Refused, SchemactlError
from ..model import Catalog, Migration
from ..plan import DELETES_DATA
from ..prove import roles
from ..supabase import is_supabase
from .bench import LIVE_OPTIONS, SCHEMAS, scope_for
from .propose import live_url

Say = Callable[[str], None]
Confirm = Callable[[str], bool]
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Applied:
    """What ran, or would have."""

    direction: Direction
    entries: tuple[apply.Report, ...]
    executed: bool

    def as_data(self) -> dict[str, Any]:
        names = ("version", "statements", "milliseconds", "script")
        ran = [{name: getattr(entry, name) for name in names} for entry in self.entries]
        return {"direction": self.direction.value, "executed": self.executed, "migrations": ran}


@dataclass(frozen=True, slots=True)
class Status:
    """Where every migration stands, and whether live is what the ledger says."""

    database: str
    platform: str
    rows: tuple[tuple[str, str, str], ...]
    drift: tuple[str, ...]
    unmodeled: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not self.drift and all(state == "applied" for _, state, _ in self.rows)

    @property
    def summary(self) -> str:
        if not self.drift:
            return (
                f"{self.database} ({self.platform}) is as the last migration left it"
                if self.rows
                else f"{self.database}: no migrations yet"
            )
        shown = "".join(f"\n  {line}" for line in self.drift[:SHOWN])
        return f"{self.database} has drifted: {len(self.drift)} objects changed since the last migration{shown}"

    def as_data(self) -> dict[str, Any]:
        return {
            "database": self.database,
            "platform": self.platform,
            "migrations": [{"version": v, "state": s, "detail": d} for v, s, d in self.rows],
            "drift": list(self.drift),
            "unmodeled": list(self.unmodeled),
            "clean": self.is_clean,
        }


def apply_pending(
    settings: Settings,
    say: Say,
    *,
    confirm: Confirm | None,
    up_to: int | None = None,
    allow: frozenset[str] = frozenset(),
    execute: bool = True,
) -> Applied:
    """Runs the pending migrations in order, each in its own transaction.

    Raises:
        Refused: nothing was changed. FailedOnLive: the message says what is kept.
    """
    files = migrations.read(settings.migrations_path)
    with _session(settings, say, execute=execute) as (database, scope):
        wanted = apply.to_apply(apply.compare(apply.applied(database), files), up_to)
        _refuse_hazards(wanted, allow)
        return _run_all(settings, database, scope, wanted, Direction.UP, confirm, execute=execute)


def roll_back(
    settings: Settings,
    say: Say,
    count: int,
    *,
    confirm: Confirm | None,
    execute: bool = True,
) -> Applied:
    """Runs DOWN of the last `count` applied migrations, newest first; the ledger keeps the history.

    Raises:
        Refused: nothing was changed. FailedOnLive: the message says what is kept.
    """
    files = migrations.read(settings.migrations_path)
    with _session(settings, say, execute=execute) as (database, scope):
        wanted = apply.to_roll_back(apply.compare(apply.applied(database), files), files, count)
        return _run_all(settings, database, scope, wanted, Direction.DOWN, confirm, execute=execute)


def read_status(settings: Settings) -> Status:
    """Reads live and the folder; changes nothing."""
    files = migrations.read(settings.migrations_path)
    with connect(live_url(settings), options=LIVE_OPTIONS) as database:
        state = apply.compare(apply.applied(database), files)
        supabase_found = _supabase(database)
        catalog = read(database, scope_for(settings, supabase_found=supabase_found))
        snapshot = apply.last_snapshot(database)
        drift = apply.drift(snapshot, catalog) if snapshot and snapshot.fingerprint != catalog.fingerprint else ()
        platform = "supabase" if supabase_found else "plain PostgreSQL"
        return Status(describe(database.url), f"{platform} {database.major}", tuple(_rows(state, files)), drift, catalog.unmodeled)


@contextmanager
def _session(settings: Settings, say: Say, *, execute: bool) -> Iterator[tuple[Database, Scope]]:
    """The connection of a run on live: locked where something will be changed, read-only where not."""
    url = live_url(settings)
    apply.refuse_transaction_pooler(url)
    with connect(url, options=None if execute else LIVE_OPTIONS) as database, ExitStack() as stack:
        if execute:
            stack.enter_context(apply.exclusive(database, say))
        yield database, scope_for(settings, supabase_found=_supabase(database))


def _supabase(database: Database) -> bool:
    return is_supabase({n for (n,) in database.rows(SCHEMAS)}, roles(database))


def _run_all(
    settings: Settings,
    database: Database,
    scope: Scope,
    wanted: tuple[Migration, ...],
    direction: Direction,
    confirm: Confirm | None,
    *,
    execute: bool,
) -> Applied:
    names = ", ".join(m.version for m in wanted)
    if wanted and confirm and not confirm(f"Run {direction} of {names} on {describe(database.url)}?"):
        raise Refused("not confirmed: nothing was changed", hint="Answer y, or give --yes where nobody can answer.")
    done: list[apply.Report] = []
    for migration in wanted:
        try:
            # a later file of a dry run starts from a state that is not there
            guard = _Guard(scope, migration, direction, checked=execute or not done)
            done.append(
                apply.run(
                    database,
                    migration,
                    direction,
                    lock_timeout=settings.lock_timeout,
                    statement_timeout=settings.statement_timeout,
                    before=guard.before,
                    after=guard.after,
                    execute=execute,
                )
            )
        except SchemactlError as error:
            raise _with_what_is_kept(error, done) from None
    return Applied(direction, tuple(done), execute)


def _with_what_is_kept(error: SchemactlError, done: list[apply.Report]) -> SchemactlError:
    if not done:
        return error
    kept = f"{error} Done before it and kept: {', '.join(r.version for r in done)}."
    # with something already changed on live this is no refusal any more
    return FailedOnLive(kept, hint=error.hint)


class _Guard:
    """Looks at live before and after a migration, inside its transaction, and writes the ledger."""

    def __init__(self, scope: Scope, migration: Migration, direction: Direction, *, checked: bool) -> None:
        self._scope, self._migration, self._direction, self._checked = scope, migration, direction, checked
        ends = (migration.from_fingerprint, migration.to_fingerprint)
        self._start, self._end = ends if direction is Direction.UP else ends[::-1]
        self._found: Catalog | None = None

    def before(self, database: Database) -> None:
        """Raises Refused where live is not in the state that the migration starts from."""
        self._found = read(database, self._scope)
        if self._checked and self._found.fingerprint != self._start:
            snapshot = apply.last_snapshot(database)
            changed = apply.drift(snapshot, self._found) if snapshot else ()
            raise Refused(
                f"live is not in the state that {self._migration.version} starts from{_listed(changed)}",
                hint="Run `schemactl diff` again: it takes live as it is now. `schemactl status` shows the drift.",
            )

    def after(self, database: Database, milliseconds: int) -> None:
        """Raises Refused where the migration led elsewhere than its proof; writes the ledger."""
        now = read(database, self._scope)
        if now.fingerprint != self._end:
            lines = difference(self._found, now).lines() if self._found else ()
            raise Refused(
                f"{self._migration.version} did not lead where its proof did, and was rolled back. What it changed:{_listed(lines)}",
                hint="Something on live makes the statements act differently (an event trigger?). Compare the list with the file's header.",
            )
        apply.record(database, self._migration, self._direction, self._start, now, milliseconds)


def _listed(lines: Iterable[str]) -> str:
    shown = tuple(lines)[:SHOWN]
    return ":" + "".join(f"\n  {line}" for line in shown) if shown else ""


def _refuse_hazards(wanted: tuple[Migration, ...], allow: frozenset[str]) -> None:
    for migration in wanted:
        stated = dict(migration.notes).get("hazards", "")
        if DELETES_DATA in stated and DELETES_DATA not in allow:
            raise Refused(f"{migration.version}: {stated}", hint=f"If that is meant: --allow {DELETES_DATA}")


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
