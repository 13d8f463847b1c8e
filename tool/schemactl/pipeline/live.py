"""What the commands `apply` and `rollback` do on live: one lock, one ledger, fingerprints before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from .. import apply, migrations
from ..adapters.database import Database, connect, describe, interruptible
from ..apply import Direction
from ..catalog import Scope, read
from ..config import Settings
from ..diff import difference
from ..errors import FailedOnLive, Refused, SchemactlError
from ..model import Catalog, Migration
from ..plan import TO_BE_ALLOWED
from .connection import live_url
from .look import LIVE_OPTIONS, made_by_use, scope_for
from .status import supabase_found

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
        state = apply.compare(apply.applied(database), files)
        wanted = apply.to_apply(state, up_to)
        run = _Run(settings, database, scope, Direction.UP, execute, _adopted(database, scope, wanted, state))
        to_run = tuple(m for m in wanted if not run.is_recorded(m))
        _refuse_hazards(to_run, allow)
        apply.refuse_without_room(database, to_run)
        return _run_all(run, wanted, confirm, say)


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
        state = apply.compare(apply.applied(database), files)
        wanted = apply.to_roll_back(state, files, count)
        apply.refuse_recorded(wanted, state.applied)
        return _run_all(_Run(settings, database, scope, Direction.DOWN, execute), wanted, confirm, say)


@contextmanager
def _session(settings: Settings, say: Say, *, execute: bool) -> Iterator[tuple[Database, Scope]]:
    """The connection of a run on live: locked where something will be changed, read-only where not."""
    with connect(live_url(settings), options=None if execute else LIVE_OPTIONS) as database, interruptible(), ExitStack() as stack:
        if execute:
            stack.enter_context(apply.exclusive(database, say))
        yield database, scope_for(settings, supabase_found=supabase_found(database))


def _adopted(database: Database, scope: Scope, wanted: tuple[Migration, ...], state: apply.State) -> tuple[Migration, ...]:
    """The migrations up to a baseline that live had before; none where there is no baseline to come."""
    if not any(map(apply.is_baseline, wanted)):
        return ()
    return apply.to_adopt(wanted, [e.version for e in state.applied], read(database, scope).fingerprint)


@dataclass(frozen=True, slots=True)
class _Run:
    """Where and how every migration of this run goes. `adopted` are those that lead to where live is already."""

    settings: Settings
    database: Database
    scope: Scope
    direction: Direction
    execute: bool
    adopted: tuple[Migration, ...] = ()

    def is_recorded(self, migration: Migration) -> bool:
        """Whether the ledger gets it and nothing runs."""
        return migration in self.adopted and apply.is_baseline(migration)

    def one(self, migration: Migration, *, checked: bool) -> apply.Report:
        here = self.adopted[-1].to_fingerprint if migration in self.adopted else ""
        guard = _Guard(self.settings, self.scope, migration, self.direction, checked=checked, here=here)
        return apply.run(
            self.database,
            replace(migration, up="") if self.is_recorded(migration) else migration,
            self.direction,
            lock_timeout=self.settings.lock_timeout,
            statement_timeout=self.settings.statement_timeout,
            before=guard.before,
            after=guard.after,
            execute=self.execute,
        )


def _run_all(run: _Run, wanted: tuple[Migration, ...], confirm: Confirm | None, say: Say) -> Applied:
    if confirm:
        _show_hazards((m for m in wanted if not run.is_recorded(m)), run.direction, say)
    for migration in filter(run.is_recorded, wanted):
        say(f"{migration.version}: live has all that it makes; it is recorded, not run")
    names = ", ".join(m.version for m in wanted)
    if wanted and confirm and not confirm(f"Run {run.direction} of {names} on {describe(run.database.url)}?"):
        raise Refused("not confirmed: nothing was changed", hint="Answer y, or give --yes.")
    done: list[apply.Report] = []
    for migration in wanted:
        try:
            # a later file of a dry run starts from a state that is not there
            done.append(run.one(migration, checked=run.execute or not done))
        except SchemactlError as error:
            raise _with_what_is_kept(error, done) if run.execute else error from None
        except BaseException:
            if run.execute and done:
                say(_kept(done))
            raise
    return Applied(run.direction, tuple(done), run.execute)


def _show_hazards(wanted: Iterable[Migration], direction: Direction, say: Say) -> None:
    """What the headers state of UP."""
    for migration in wanted if direction is Direction.UP else ():
        if (stated := dict(migration.notes).get("hazards", "none")) != "none":
            say(f"{migration.version}{_each(stated)}")


def _with_what_is_kept(error: SchemactlError, done: list[apply.Report]) -> SchemactlError:
    # with something already changed on live this is no refusal any more
    return FailedOnLive(f"{error}\n{_kept(done)}", hint=error.hint) if done else error


def _kept(done: list[apply.Report]) -> str:
    return f"Done before it and kept: {', '.join(r.version for r in done)}."


class _Guard:
    """Looks at live before and after a migration, inside its transaction, and writes the ledger."""

    def __init__(
        self, settings: Settings, scope: Scope, migration: Migration, direction: Direction, *, checked: bool, here: str = ""
    ) -> None:
        """`here`: the fingerprint of a live that is where the migration leads to already, and stays there."""
        self._settings, self._scope = settings, scope
        self._migration, self._direction, self._checked = migration, direction, checked
        ends = (here, here) if here else (migration.from_fingerprint, migration.to_fingerprint)
        self._start, self._end = ends if direction is Direction.UP else ends[::-1]
        self._found: Catalog | None = None

    def before(self, database: Database) -> None:
        """Raises Refused where live is not in the state that the migration starts from."""
        found = read(database, self._scope)
        made = made_by_use(self._settings, database, found)
        self._scope, self._found = self._scope.leaving(made), found.without(made)
        if self._checked and self._found.fingerprint != self._start:
            snapshot = apply.last_snapshot(database)
            changed = apply.drift(snapshot, self._found) if snapshot else ()
            again = "Run `schemactl diff` again: it takes live as it is now. `schemactl status` shows the drift."
            # nothing changed since the last run: another version of the tool proved the file, and read less
            older = f"Prove it again, if another version of schemactl did it: schemactl prove {self._migration.number}. Else: {again}"
            raise Refused(
                f"live is not in the state that {self._migration.version} starts from{_listed(changed)}",
                hint=again if changed or not snapshot else older,
            )

    def after(self, database: Database, milliseconds: int) -> None:
        """Raises Refused where the migration led elsewhere than its proof; writes the ledger."""
        now = read(database, self._scope)
        if now.fingerprint != self._end:
            lines = difference(self._found, now).lines() if self._found else ()
            undone = ", and was rolled back" if self._migration.transactional else ""
            raise Refused(
                f"{self._migration.version} did not lead where its proof did{undone}. What it changed{_listed(lines) or ': nothing.'}",
                hint="Something on live makes the statements act differently (an event trigger?). Compare the list with the file's header.",
            )
        apply.record(database, self._migration, self._direction, self._start, now, milliseconds)


def _listed(lines: Iterable[str]) -> str:
    shown = tuple(lines)[:SHOWN]
    return ":" + "".join(f"\n  {line}" for line in shown) if shown else ""


def _each(stated: str) -> str:
    """A header's items, a line each."""
    return ":" + "".join(f"\n  {item}" for item in stated.split(" | "))


def _refuse_hazards(wanted: tuple[Migration, ...], allow: frozenset[str]) -> None:
    for migration in wanted:
        stated = dict(migration.notes).get("hazards", "")
        refused = [name for name in TO_BE_ALLOWED if f"{name} (" in stated and name not in allow]
        if refused:
            hint = " ".join(f"--allow {name}" for name in TO_BE_ALLOWED if f"{name} (" in stated)
            raise Refused(f"{migration.version} states{_each(stated)}", hint=f"If that is meant: {hint}")
