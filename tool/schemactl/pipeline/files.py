"""Drafts → migration files: numbers, scripts, header lines, and what the proof found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .. import apply, migrations
from ..adapters.migra import Migra, same_text
from ..measured import Measurement
from ..model import Catalog, Difference, Key, Migration, Statement, Step, Verb, Way
from ..plan import (
    BREAKS_FUNCTION,
    MEASURED,
    NEXT,
    Counts,
    Hazard,
    access,
    access_hazards,
    hazards,
    measured_hazards,
    measured_lines,
    named_in_bodies,
    paragraph,
    script,
    summary,
    without,
)
from ..prove import DATA_NOTES, Verdict
from .losses import data_hazards

RENEWED = (apply.LOCKS_HELD, *DATA_NOTES)
"""Header lines that a proof writes anew, where there is something to say."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A way that will be one file or several, under one name."""

    name: str
    way: Way
    delta: Difference
    catalogs: tuple[Catalog, Catalog]
    doubts: tuple[Hazard, ...] = ()
    repairs: tuple[Statement, ...] = ()
    counts: Counts = field(default_factory=Counts)

    @property
    def changes(self) -> tuple[str, ...]:
        """A line for each change of an object, renames first."""
        repaired = (f"~ {s.key} (not valid: built again)" for s in self.repairs)
        return (*map(str, self.way.renames), *repaired, *self.delta.headlines(*self.catalogs))


def repairs(start: Catalog, goal: Catalog) -> tuple[Statement, ...]:
    """What makes objects of the start work that are as wanted and do not."""
    return tuple(Statement(sql, key, Verb.ALTER) for key, fact in start.items() if goal.get(key) == fact for sql in fact.repair())


def repaired(way: Way, mended: tuple[Statement, ...]) -> Way:
    """The way with the repairs before it. What is mended stays so: DOWN says nothing of it."""
    if not mended:
        return way
    if way.up and way.up[0].transactional:
        return replace(way, up=(Step((*mended, *way.up[0].statements)), *way.up[1:]))
    return replace(way, up=(Step(mended), *way.up), down=(Step(()), *way.down))


def as_files(drafts: Sequence[Draft], existing: Sequence[Migration], before: Catalog) -> tuple[Migration, ...]:
    """The migrations as they will stand in the folder behind the existing ones, but for what the proof has to say."""
    known = list(existing)
    for draft in drafts:
        for number, (up, down) in enumerate(zip(draft.way.up, draft.way.down, strict=True)):
            known.append(
                Migration(
                    version=migrations.next_version(known, draft.name),
                    up=script(up.statements, *draft.catalogs),
                    down=script(down.statements, *reversed(draft.catalogs)),
                    from_fingerprint=before.fingerprint,
                    to_fingerprint="",
                    parent=(known[-1].version, known[-1].checksum) if known else None,
                    transactional=up.transactional and down.transactional,
                    notes=_notes(draft, number),
                )
            )
    return tuple(known[len(existing) :])


def consequences(verdict: Verdict, goal: Catalog, start: Catalog | None = None, deleted: Sequence[Key] = ()) -> tuple[Hazard, ...]:
    """What becomes of rows, who gains and loses access, and the functions left behind unable to work, or naming what is gone.

    `start` are the facts before under the names after, where something was renamed; `deleted` is what a hazard says is deleted.
    """
    broken = [Hazard(BREAKS_FUNCTION, key, why) for key, why in verdict.broken]
    known = {hazard.key for hazard in broken}
    named = [h for h in named_in_bodies(verdict.before, goal) if h.key not in known]
    return (*data_hazards(verdict.data, deleted), *access_hazards(start or verdict.before, goal), *broken, *named)


def with_proof(files: Sequence[Migration], verdict: Verdict, before: Catalog, found: Sequence[Hazard]) -> tuple[Migration, ...]:
    """The files with fingerprints, what was measured and the proof's sentence; `found` are hazards of the end state, which the last
    file states.

    A fingerprint speaks of live: its facts, advanced by what the proof saw change on the copy.
    """
    out: list[Migration] = []
    live, copy = before, verdict.before
    for file, after, locks, measured in zip(files, verdict.states, verdict.locks, verdict.measured, strict=True):
        migration = _stated(_measured(file, measured), measured_hazards(file.version, measured))
        advanced = _advanced(live, copy, after)
        chained = replace(
            migration,
            from_fingerprint=live.fingerprint,
            to_fingerprint=advanced.fingerprint,
            parent=(out[-1].version, out[-1].checksum) if out else migration.parent,
            notes=(*(n for n in migration.notes if n[0] not in RENEWED), *apply.stated_locks(locks), *verdict.data.notes),
        )
        proved = ", ".join(filter(None, ("up", "down", verdict.data.sentence)))
        out.append(replace(chained, proved=f"{proved} on PostgreSQL {verdict.server_version}", proved_checksum=chained.checksum))
        live, copy = advanced, after
    return (*out[:-1], *(_stated(last, found) for last in out[-1:]))


def _measured(migration: Migration, measured: Measurement) -> Migration:
    """The file with what was measured now, before its hazards, and without the hazards that were measured once."""
    lines = measured_lines(measured)
    labels = [label for label, _ in lines]
    notes = dict(note for note in migration.notes if note[0] not in (*labels, "hazards"))
    return replace(migration, notes=(*notes.items(), *lines, ("hazards", without(dict(migration.notes).get("hazards", "none"), MEASURED))))


def _advanced(live: Catalog, before: Catalog, after: Catalog) -> Catalog:
    kept = [f for k, f in live.items() if k in after and before.get(k) == after[k]]
    return Catalog([*kept, *(after[k] for k in after if before.get(k) != after[k])], excluded=after.excluded)


def also_proposed(draft: Draft, migra: Migra) -> int:
    """How many of the statements migra proposes in the same words."""
    start, goal = draft.catalogs
    gone = [paragraph(start, f.key) for f in (*draft.delta.extra, *(before for before, _ in draft.delta.changed))]
    roots = [*gone, *(paragraph(goal, f.key) for f in draft.delta.missing)]
    proposed = {same_text(s.sql) for s in migra.proposals(dict.fromkeys(roots))}
    return sum(same_text(s.sql) in proposed for step in draft.way.up for s in step.statements)


def _notes(draft: Draft, number: int) -> tuple[tuple[str, str], ...]:
    """The lines of one of the draft's files; what is known of rows stands in the file that changes the object, else in the last."""
    steps = draft.way.up
    places = {s.key: n for n, step in enumerate(steps) for s in step.statements}
    counts = draft.counts.where(lambda key: places.get(key, len(steps) - 1) == number)
    statements = steps[number].statements
    found = (*counts.told(hazards(statements, *draft.catalogs)), *counts.hazards, *draft.doubts)
    lines, rows = access(*draft.catalogs), NEXT.join(map(str, counts.harmless))
    said = (*((("access", " | ".join(lines)),) if lines else ()), *((("rows", rows),) if rows else ()))
    return (("changes", ", ".join(summary(draft.delta, draft.way.renames))), *said, ("hazards", NEXT.join(map(str, found)) or "none"))


def _stated(migration: Migration, found: Sequence[Hazard]) -> Migration:
    """The file with these among its hazards, each once."""
    if not found:
        return migration
    notes = dict(migration.notes)
    earlier = [notes["hazards"]] if notes.get("hazards", "none") != "none" else []
    new = [str(h) for h in found if str(h) not in "".join(earlier)]
    return replace(migration, notes=tuple({**notes, "hazards": NEXT.join([*earlier, *new])}.items()))
