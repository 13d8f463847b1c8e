"""What the commands `diff` and `prove` do with the folder: read it, ask the bench, write files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import apply, migrations
from ..adapters.database import connect, describe
from ..config import Settings
from ..diff import Ask, Spoken
from ..errors import NotConverged, Refused, UsageError
from ..measured import Measurement
from ..model import Migration
from ..prove import DATA_NOTES
from .bench import Report
from .connection import Side, live_url, side
from .diff import Proposal, Request, diff, prove_again


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal, what was compared (in words), and the files that it became."""

    proposal: Proposal
    compared: str
    files: tuple[Path, ...] = ()

    def as_data(self) -> dict[str, Any]:
        p = self.proposal
        return {
            "different": p.is_different,
            "changes": list(p.changes),
            "files": [str(f) for f in self.files],
            "up": p.up,
            "down": p.down,
            "proved": [m.proved for m in p.migrations],
            "data": [f"{label}: {text}" for label, text in (p.verdict.data.notes if p.verdict else ())],
            "hazards": [{"name": h.name, "object": str(h.key), "why": h.why} for h in p.hazards],
            "access": list(p.access),
            "rows": [finding.as_data() for finding in (*p.counts.in_the_way, *p.counts.lost)],
            "measured": [[f.as_data() for f in measured.footprints] for measured in (p.verdict.measured if p.verdict else ())],
            "unmodeled": list(p.unmodeled),
            "left_alone": list(p.left_alone),
            "server": p.server,
            "statements": p.statements,
            "proposed_by_migra": p.proposed_by_migra,
        }


@dataclass(frozen=True, slots=True)
class Proved:
    """A file with its header renewed, and what its UP was measured to do."""

    path: Path
    migration: Migration
    measured: Measurement

    @property
    def data_notes(self) -> tuple[tuple[str, str], ...]:
        """Which tables the proof had no rows for, and why."""
        return tuple(note for note in self.migration.notes if note[0] in DATA_NOTES)

    def as_data(self) -> dict[str, Any]:
        m = self.migration
        return {
            "file": str(self.path),
            "proved": m.proved,
            "notes": dict(m.notes),
            "measured": [footprint.as_data() for footprint in self.measured.footprints],
        }


def propose(
    settings: Settings,
    report: Report,
    *,
    name: str,
    start: str,
    goal: str,
    write: bool,
    strict: bool,
    renames: Sequence[str] = (),
    ask: Ask | None = None,
    live_counts: bool = True,
) -> Outcome:
    """Compares, proves, and writes the next files where `write` says so.

    `renames` are stated ones, `OLD=NEW`; `ask` asks a person about what looks like one. `live_counts` as in Request.

    Raises:
        UsageError: there is no start state, or no schema folder.
        Refused: the folder is not the one that live's migrations came from.
        NotConverged: no proved way was found.
    """
    sides = side(start, settings) if start else live_url(settings), side(goal, settings) if goal else settings.schema_path
    existing = migrations.read(settings.migrations_path) if write else ()
    if write and isinstance(sides[0], str):
        apply.refuse_disorder(_state(sides[0], existing))
    request = Request(
        *sides,
        migrations.slug(name) if name else "",
        existing,
        as_files=write,
        spoken=Spoken(options=tuple(renames), ask=ask),
        live_counts=live_counts,
    )
    proposal = diff(settings, request, report)
    if strict and proposal.unmodeled:
        raise NotConverged(
            f"not compared: {', '.join(proposal.unmodeled)}", hint="Without --strict these objects are reported and left alone."
        )
    files = migrations.write(settings.migrations_path, proposal.migrations) if write else ()
    return Outcome(proposal, f"{_words(sides[0], settings)} is what {_words(sides[1], settings)} says", files)


def prove_file(settings: Settings, report: Report, number: int) -> Proved:
    """Proves one file of the folder as it stands, and renews its header.

    Raises:
        UsageError: there is no such file.
        Refused: it ran already, or others follow on it.
        NotConverged: the proof failed; the file is as it was.
    """
    files = migrations.read(settings.migrations_path)
    target = next((m for m in files if m.number == number), None)
    if target is None:
        raise UsageError(f"there is no migration {number:03d} in {settings.migrations_dir}/", hint="`schemactl status` lists them.")
    url = live_url(settings)
    _refuse_settled(target, files, _state(url, files))
    renewed, verdict = prove_again(settings, Request(url, settings.schema_path, existing=files), target, report)
    return Proved(migrations.replace_file(settings.migrations_path, renewed), renewed, verdict.measured[0])


def _refuse_settled(target: Migration, files: Sequence[Migration], state: apply.State) -> None:
    """Refuses a file that live or another file knows as it was, or that no way from live leads through."""
    apply.refuse_disorder(state)
    if apply.is_baseline(target):
        raise Refused(f"{target.version} is a baseline, proved from nothing", hint="Delete it and run `schemactl baseline` again.")
    if target not in state.pending:
        raise Refused(f"{target.version} is applied already: its proof is history", hint="What must change goes into a new migration.")
    if target != files[-1]:
        raise Refused(
            f"{target.version} is followed by other files, and a proof leads to the schema folder, which only the last file reaches",
            hint="Delete the later files, prove this one with a schema folder that says no more; `schemactl diff` writes the rest anew.",
        )


def _state(url: str, files: Sequence[Migration]) -> apply.State:
    with connect(url) as database:
        return apply.compare(apply.applied(database), files)


def _words(side: Side, settings: Settings) -> str:
    if isinstance(side, str):
        return describe(side)
    return f"{side.relative_to(settings.root)}/" if side.is_relative_to(settings.root) else str(side)
