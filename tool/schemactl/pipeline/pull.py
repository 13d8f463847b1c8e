"""`schemactl pull`: live → schema files that build it back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from ..adapters.database import describe
from ..catalog import read
from ..config import Settings
from ..desired import is_empty
from ..diff import Trial, converge, difference
from ..errors import NotConverged
from ..model import Catalog, Difference, Statement
from ..plan import changed_places, schema_files
from .bench import Bench, Report, open_bench
from .connection import live_url
from .look import Live, look

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pulled:
    """`written` are the files made or made anew, `by_hand` the changed objects whose place in the folder only a person knows."""

    live: str
    changes: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()
    by_hand: tuple[str, ...] = ()
    unmodeled: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "live": self.live,
            "different": bool(self.changes),
            "changes": list(self.changes),
            "files": [str(path) for path in self.written],
            "by_hand": list(self.by_hand),
            "unmodeled": list(self.unmodeled),
        }


def pull(settings: Settings, report: Report, *, check: bool = False) -> Pulled:
    """Writes what live has and schema/ does not say, one file an object; with `check` it only says what that is.

    In an empty folder that is everything. Else the files of objects that changed are written anew, if they are where `pull` puts them; what
    stands elsewhere is a person's to change.

    Raises:
        NotConverged: the files would not build live back; nothing was written.
    """
    report("reading live")
    live = look(live_url(settings), settings)
    with open_bench(settings, live) as bench:
        report("comparing it with the schema files")
        here = _said(bench, settings.schema_path)
        delta = difference(here, live.catalog)
        found = Pulled(describe(live.url), delta.headlines(here, live.catalog), unmodeled=live.catalog.unmodeled)
        if not delta or check:
            return found
        report("writing the files")
        files = _files(bench, live)
        _prove(bench, live, files)
        return _written(settings.schema_path, files, found, changed_places(delta, here, live.catalog))


def _said(bench: Bench, folder: Path) -> Catalog:
    """The facts of what the folder says; of the bare base where it says nothing."""
    with bench.base() if is_empty(folder) else bench.built_from(folder) as name, bench.database(name) as database:
        return read(database, bench.scope)


def _files(bench: Bench, live: Live) -> Mapping[PurePosixPath, str]:
    with bench.base() as name, bench.database(name) as database:
        trial = Trial(database, partial(read, scope=bench.scope))
        start = trial.read()
        reached = converge(trial, live.catalog)
        statements: list[Statement] = [s for r in reached for s in r.step.statements]
        return schema_files(statements, start, live.catalog)


def _prove(bench: Bench, live: Live, files: Mapping[PurePosixPath, str]) -> None:
    """The files, and nothing else, build what live has."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), files)
        left: Difference = difference(_said(bench, Path(folder)), live.catalog)
    if left:
        lines = "".join(f"\n  {line}" for line in left.lines()[:SHOWN])
        raise NotConverged(f"the files would not build live back; what they leave open:{lines}", hint="Nothing was written.")


def _written(folder: Path, files: Mapping[PurePosixPath, str], found: Pulled, changed: Mapping[PurePosixPath, bool]) -> Pulled:
    if is_empty(folder):
        return replace(found, written=_write(folder, files))
    # what is said in another file of the person's would be said twice
    mine = [path for path, was_here in changed.items() if (folder / path).exists() or not was_here]
    for path in mine:
        if path not in files:
            (folder / path).unlink()
    written = _write(folder, {path: files[path] for path in mine if path in files})
    return replace(found, written=written, by_hand=tuple(str(path) for path in changed if path not in mine))


def _write(folder: Path, files: Mapping[PurePosixPath, str]) -> tuple[Path, ...]:
    """Writes the files; comments at the head of one that is there stay."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_head(target) + text, encoding="utf-8")
    return tuple(folder / path for path in files)


def _head(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.is_file() else []
    return "".join(takewhile(lambda line: line.startswith("--"), lines))
