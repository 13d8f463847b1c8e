"""`schemactl diff`: two sides → the next migrations, proved on a copy before anyone sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .. import apply, migrations
from ..adapters.database import Database, connect
from ..adapters.migra import Migra
from ..adapters.sql import quote_ident
from ..catalog import LEDGER, Scope, read
from ..config import Settings
from ..desired import remarks, roles_made_by
from ..diff import Spoken, Trial, agreed, difference, find_way
from ..errors import FailedOnLive, NotConverged, Refused
from ..model import Catalog, Difference, Key, Migration, Statement, Way
from ..plan import Counts, Hazard, access, counts, doubts, hazards, measured_hazards, summary
from ..prove import DataProof, DumpJudge, FactsJudge, Goal, Meter, Subject, Verdict, prove, seed
from .bench import Bench, Report, known_facts, open_bench
from .connection import Side
from .counting import counting, uncounted
from .files import Draft, also_proposed, as_files, consequences, repaired, repairs, with_proof
from .look import LIVE_OPTIONS, Live, look
from .losses import deleted_between, deletes

LEDGER_NAME = "migrations_table"


@dataclass(frozen=True, slots=True)
class Request:
    """What to compare, and which files exist already. `as_files`: the ledger's own migration is wanted where there is none yet.

    `spoken`: what people say of renames; what the goal's files say comes to it. `live_counts`: whether a database that is the start may
    be asked how many of its rows are in the way.
    """

    start: Side
    goal: Side
    name: str = ""
    existing: tuple[Migration, ...] = ()
    as_files: bool = True
    spoken: Spoken = field(default_factory=Spoken)
    live_counts: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """The outcome of a diff. Without a difference there are no migrations, and no verdict was needed.

    `left_alone`: what the start has made by use, as functions make partitions.
    """

    delta: Difference
    unmodeled: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    server: str = ""
    migrations: tuple[Migration, ...] = ()
    verdict: Verdict | None = None
    hazards: tuple[Hazard, ...] = ()
    access: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    statements: int = 0
    proposed_by_migra: int = 0
    migra_failure: str = ""
    left_alone: tuple[str, ...] = ()

    @property
    def is_different(self) -> bool:
        """Whether there is anything to do: a difference, or something to repair."""
        return bool(self.delta or self.migrations)

    @property
    def up(self) -> str:
        return "\n\n".join(m.up for m in self.migrations)

    @property
    def down(self) -> str:
        return "\n\n".join(m.down for m in reversed(self.migrations))


def diff(settings: Settings, request: Request, report: Report) -> Proposal:
    """Compares the two sides and, where they differ, finds and proves the way from start to goal and back.

    Raises:
        NotConverged: no way was found or the proof failed; nothing was written.
    """
    report("reading the database")
    # roles belong to servers: they are compared where both sides are servers' databases
    both = isinstance(request.start, str) and isinstance(request.goal, str)
    start = look(request.start, settings, roles=both) if isinstance(request.start, str) else None
    goal = look(request.goal, settings, start.scope if start else None) if isinstance(request.goal, str) else None
    left_alone = tuple(sorted(map(str, start.made_by_use))) if start else ()
    if start and (same := _nothing_to_do(settings, request, start, goal)):
        return replace(same, left_alone=left_alone)
    report("opening a scratch server")
    known = [side for side in (start, goal) if side]
    with open_bench(settings, *known) as bench:
        return replace(_Work(bench, request, report, start, goal).proposal(), left_alone=left_alone)


def _nothing_to_do(settings: Settings, request: Request, start: Live, goal: Live | None) -> Proposal | None:
    """The outcome where both sides' facts are known already and equal: no server is started then."""
    facts = goal.catalog if goal else known_facts(settings, Path(request.goal), start)
    if facts is None or _pending(request, start):
        return None
    before = start.facing(facts).catalog
    delta = difference(before, facts)
    return None if delta or repairs(before, facts) else Proposal(delta, _unmodeled(before, facts))


def _pending(request: Request, start: Live) -> tuple[Migration, ...]:
    """Files that lead further than the start state."""
    if not request.existing:
        return ()
    with connect(start.url, options=LIVE_OPTIONS) as live:
        seen = {entry.version for entry in apply.applied(live)}
    adopted = apply.to_adopt(request.existing, seen, start.catalog.fingerprint)
    return tuple(m for m in request.existing if m.version not in seen and m not in adopted)


def prove_again(settings: Settings, request: Request, target: Migration, report: Report) -> tuple[Migration, Verdict]:
    """A file's bytes proved anew, and what the proof found; those before it in `request.existing` belong to the start state.

    Raises:
        NotConverged: the file does not lead to the goal, or not back. Refused: it is applied already.
    """
    report("reading the database")
    start = look(str(request.start), settings)
    earlier = tuple(m for m in request.existing if m.number < target.number)
    with open_bench(settings, start) as bench:
        return _Work(bench, replace(request, existing=earlier), report, start, None).proof_of(target)


def _refuse_new_roles(folder: Path, live: Live) -> None:
    """A migration of a database makes no roles: what the files grant to one that live lacks would fail there."""
    missing = sorted({quote_ident(role) for role in roles_made_by(folder)} - set(live.roles))
    if missing:
        raise Refused(
            f"{folder.name}/ creates {', '.join(missing)}, which live does not have",
            hint="Roles belong to the server, not to one database: create them on live by hand, then run this again.",
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """One diff at its bench."""

    bench: Bench
    request: Request
    report: Report
    start: Live | None
    goal: Live | None

    def proposal(self) -> Proposal:
        with ExitStack() as stack:
            self.report("building the goal")
            goal = stack.enter_context(self._open_goal())
            goal_facts = self._goal_facts(goal)
            return self._facing(goal_facts)._proposal(goal, goal_facts)

    def _facing(self, goal: Catalog) -> _Work:
        return replace(self, start=self.start.facing(goal)) if self.start else self

    def _proposal(self, goal: Subject, goal_facts: Catalog) -> Proposal:
        with ExitStack() as stack:
            pending = _pending(self.request, self.start) if self.start else ()
            if self.start and not pending and not (delta := difference(self.start.catalog, goal_facts)) and not self._repairs(goal_facts):
                return Proposal(delta, _unmodeled(self.start.catalog, goal_facts), server=self.bench.server.description)
            self.report("copying the start state")
            if self.start and self.bench.scope.roles:
                return self._found_and_proved_apart(goal, self.start.catalog, goal_facts)
            copy = stack.enter_context(self._open_start())
            self._run_all(copy, pending)
            before = self.start.catalog if self.start and not pending else self._facts_of(copy)
            delta = difference(before, goal_facts)
            if not delta and not self._repairs(goal_facts):
                return Proposal(delta, _unmodeled(before, goal_facts), server=self.bench.server.description)
            twin = stack.enter_context(self.bench.twin_of(copy))
            drafts, migra = self._drafts(copy, self.bench.url(twin), goal, goal_facts)
            return self._proved(drafts, twin, goal, before, goal_facts, migra)

    def _found_and_proved_apart(self, goal: Subject, before: Catalog, goal_facts: Catalog) -> Proposal:
        """A role that some database still uses cannot be dropped: the copy for the proof is made when the trial's is gone."""
        with self._open_start() as copy:
            drafts, migra = self._drafts(copy, str(self.request.start), goal, goal_facts)
        with self._open_start() as copy:
            return self._proved(drafts, copy, goal, before, goal_facts, migra)

    # the sides

    @contextmanager
    def _open_goal(self) -> Iterator[Subject]:
        if isinstance(self.request.goal, str):
            with connect(self.request.goal, options=LIVE_OPTIONS) as database:
                yield Subject(database, self.request.goal)
        else:
            if self.start:
                _refuse_new_roles(self.request.goal, self.start)
            with self.bench.built_from(self.request.goal) as name, self.bench.database(name) as database:
                yield Subject(database, self.bench.url(name))

    @contextmanager
    def _open_start(self) -> Iterator[str]:
        with self.bench.copy_of(self.start) if self.start else self.bench.built_from(Path(self.request.start)) as name:
            yield name

    def _read(self, database: Database, scope: Scope | None = None) -> Catalog:
        return read(database, scope or self.bench.scope)

    def _left_out(self, database: Database) -> Collection[Key]:
        """What the scope leaves out of the database beside whole schemas."""
        scope = self.bench.scope
        # a copy has nothing of the strangers'; a goal that is a database has
        wider = scope.everything if self.goal else replace(scope.everything, strangers=scope.strangers)
        return set(read(database, wider)) - set(read(database, scope)) if scope != wider else ()

    def _facts_of(self, name: str) -> Catalog:
        with self.bench.database(name) as database:
            return self._read(database)

    def _goal_facts(self, goal: Subject) -> Catalog:
        if self.goal:
            return self.goal.catalog
        return self.bench.facts_of_built(Path(self.request.goal), goal.database)

    def _run_all(self, copy: str, files: Sequence[Migration]) -> None:
        """The next migration follows on those that the start state has not seen yet."""
        if files:
            with self.bench.database(copy) as database:
                for migration in files:
                    self._run(database, migration, apply.Direction.UP)

    def _run(self, database: Database, migration: Migration, direction: apply.Direction, meter: Meter | None = None) -> int:
        """Runs a file on a copy, watched by the meter; the number of locks that its transaction held in the end."""
        held: list[int] = []

        def after(db: Database, _: int) -> None:
            held.append(apply.locks_held(db))
            if meter:
                meter.after(db)

        try:
            apply.run(
                database,
                migration,
                direction,
                lock_timeout="0",
                statement_timeout="0",
                before=meter.before if meter else _nothing,
                after=after,
                observe=meter.observe if meter else _nothing,
            )
        except FailedOnLive as error:
            # on a copy this is no accident but the proof's answer
            raise NotConverged(f"on a copy of the start state {error}", hint=error.hint, cause=error.cause) from None
        return held[0] if migration.transactional else 0

    # finding the way

    def _drafts(self, copy: str, start_url: str, goal: Subject, goal_facts: Catalog) -> tuple[list[Draft], Migra]:
        self.report("asking migra, and finding the way up and down")
        with closing(Migra(start_url, goal.dump_url)) as migra:
            drafts = [*self._ledger_draft(copy), self._draft(copy, goal_facts, migra)]
        return drafts, migra

    def _draft(self, copy: str, goal_facts: Catalog, migra: Migra) -> Draft:
        with self.bench.database(copy) as database:
            trial = Trial(database, self._read)
            goal, doubtful = agreed(trial, goal_facts, self._spoken())
            way = find_way(trial, goal, migra.proposals, partial(migra.proposals, backwards=True))
        mended = self._repairs(goal_facts)
        catalogs = (way.start, goal_facts)
        draft = Draft(
            self.request.name,
            repaired(way, mended),
            difference(*catalogs),
            catalogs,
            doubts(doubtful),
            mended,
            self._counts(way, goal),
        )
        return replace(draft, name=draft.name or migrations.name_for(draft.changes))

    def _repairs(self, goal: Catalog) -> tuple[Statement, ...]:
        return repairs(self.start.catalog, goal) if self.start else ()

    def _counts(self, way: Way, goal: Catalog) -> Counts:
        """Rows in the way of the change and rows that it loses, counted where the start is a database."""
        start = way.start.saying(way.renames)
        statements = [s for step in way.up for s in step.statements]
        deleted = [hazard.key for hazard in hazards(statements, way.start, goal)]
        with counting(self.start.url) if self.start and self.request.live_counts else nullcontext(uncounted) as count:
            return counts(difference(way.start, goal), deleted, start, goal, count)

    def _spoken(self) -> Spoken:
        spoken, goal = self.request.spoken, self.request.goal
        return replace(spoken, remarks=(*spoken.remarks, *remarks(goal))) if isinstance(goal, Path) else spoken

    def _ledger_draft(self, copy: str) -> Iterator[Draft]:
        """The way to the ledger's table, which is the first migration of every project."""
        if self.request.existing or not self.request.as_files:
            return
        with self.bench.empty() as name, self.bench.database(name) as database, self.bench.database(copy) as target:
            database.execute(apply.ledger_sql())
            goal = self._read(database, LEDGER)
            trial = Trial(target, partial(self._read, scope=LEDGER))
            start = trial.read()
            delta = difference(start, goal)
            if delta:
                yield Draft(LEDGER_NAME, find_way(trial, goal), delta, (start, goal))

    # proving it

    def _proved(self, drafts: list[Draft], twin: str, goal: Subject, before: Catalog, goal_facts: Catalog, migra: Migra) -> Proposal:
        files = as_files(drafts, self.request.existing, before)
        statements = [s for d in drafts for step in d.way.up for s in step.statements]
        draft = drafts[-1]
        plain = hazards(statements, draft.way.start, goal_facts)
        announced = draft.counts.told(plain)
        deleted = [h.key for h in plain]
        verdict = self._verdict(twin, Goal(goal, goal_facts), files, frozenset(k.identity for k in deleted))
        found = draft.counts.beside(consequences(verdict, goal_facts, draft.way.start, deleted))
        return Proposal(
            delta=difference(before, goal_facts),
            unmodeled=_unmodeled(before, goal_facts),
            changes=draft.changes,
            server=self.bench.server.description,
            migrations=with_proof(files, verdict, before, found),
            verdict=verdict,
            access=access(draft.way.start, goal_facts),
            counts=draft.counts,
            hazards=(*announced, *draft.counts.hazards, *draft.doubts, *_of_files(files, verdict), *found),
            statements=len(statements),
            proposed_by_migra=also_proposed(draft, migra),
            migra_failure=migra.failure,
        )

    def _verdict(self, copy: str, goal: Goal, files: Sequence[Migration], deletes: frozenset[str] | None) -> Verdict:
        """`deletes` are what may lose its rows; None where the outcome is stated, whatever it is."""
        excluded = self.bench.scope.excluded
        with self.bench.database(copy) as database:
            self.report("filling the copy with rows")
            with self.bench.standing_in(copy):
                seeding = seed(database, excluded)
            self.report("proving the files up and down on a copy")
            verdict = prove(
                Subject(database, self.bench.url(copy)),
                goal,
                files,
                lambda db, m, d, meter: self._run(db, m, apply.Direction(d), meter),
                FactsJudge(self._read, difference),
                DumpJudge(self.bench.binaries, tuple(sorted(excluded)), self._left_out),
                DataProof(database, seeding, excluded, expected=deletes),
            )
        if not verdict.holds:
            raise NotConverged(_unproved(verdict), hint="Nothing was written.")
        return verdict

    def proof_of(self, target: Migration) -> tuple[Migration, Verdict]:
        """The file with its header renewed, and the verdict: run after the files before it, it must lead to the goal and back."""
        with ExitStack() as stack:
            goal = stack.enter_context(self._open_goal())
            goal_facts = self._read(goal.database)
            facing = self._facing(goal_facts)
            copy = stack.enter_context(facing._open_start())
            pending = _pending(self.request, self.start) if self.start else ()
            self._run_all(copy, pending)
            before = facing.start.catalog if facing.start and not pending else self._facts_of(copy)
            verdict = self._verdict(copy, Goal(goal, goal_facts), (target,), None)
        after = verdict.states[0]
        deleted = deleted_between(verdict.before, after, verdict.data)
        found = (*deletes(deleted), *consequences(verdict, after, deleted=deleted))
        changes = ", ".join(summary(difference(verdict.before, after)))
        anew = {"changes": changes, "hazards": "none"}
        bare = replace(target, notes=tuple((label, anew.get(label, text)) for label, text in target.notes))
        return with_proof((bare,), verdict, before, found)[0], verdict


def _nothing(*_: object) -> None:
    """What is done around a run that nobody watches."""


def _of_files(files: Sequence[Migration], verdict: Verdict) -> tuple[Hazard, ...]:
    """What was measured of each file."""
    return tuple(h for file, measured in zip(files, verdict.measured, strict=True) for h in measured_hazards(file.version, measured))


def _unmodeled(start: Catalog, goal: Catalog) -> tuple[str, ...]:
    """What either side holds and no kind reads."""
    return tuple(dict.fromkeys((*goal.unmodeled, *start.unmodeled)))


def _unproved(verdict: Verdict) -> str:
    sides = (
        ("UP does not reach the wanted state", verdict.up),
        ("DOWN does not return to the start", verdict.down),
        ("rows do not come through", verdict.data.unexplained),
    )
    return "the proof failed.\n" + "\n".join(f"{what}:\n" + "\n".join(f"  {line}" for line in lines[:20]) for what, lines in sides if lines)
