"""`schemactl advise`: live, or the state of schema files → what a reviewer would say of it, and the change that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..adapters.database import Database, connect, describe
from ..advise import Finding, Level, Rule, find, patch, rules
from ..catalog import Scope
from ..config import Settings
from ..desired import Home, homes, is_empty
from ..errors import UsageError
from ..model import Key
from .bench import Report, open_bench
from .connection import live_url, side
from .look import LIVE_OPTIONS, scope_for
from .status import supabase_found


@dataclass(frozen=True, slots=True)
class Advice:
    """The findings, the worst first; `places`: the name of an object → its schema file and line; `patch`: what mends them there."""

    database: str
    findings: tuple[Finding, ...]
    places: Mapping[str, tuple[str, int]]
    patch: str

    def as_data(self) -> dict[str, Any]:
        found = [f.as_data() | {"place": list(self.places.get(f.home, ())) or None} for f in self.findings]
        return {"database": self.database, "findings": found, "patch": self.patch}


def advise(settings: Settings, report: Report, *, start: str = "", names: Sequence[str] = (), level: Level = Level.info) -> Advice:
    """Asks the named rules, or all of the level and worse, of live or of what `start` names, as `diff --from` does.

    Raises:
        UsageError: no rule has that name, or no database is named. ConnectionFailure, DatabaseError
    """
    wanted = _wanted(names, level)
    with _open(settings, start, report) as (database, scope, words, used):
        asked = [rule for rule in wanted if used or not rule.live]
        found = find(database, asked, partial(_is_ours, scope), api=settings.api_schemas, ignored=settings.advise_ignore, report=report)
    known = {} if is_empty(settings.schema_path) else homes(settings.schema_path)
    return Advice(words, found, *_placed(settings.root, found, known))


def _wanted(names: Sequence[str], level: Level) -> tuple[Rule, ...]:
    known = rules()
    for name in names:
        if name not in known:
            raise UsageError(f"there is no rule {name}", hint=f"Rules: {', '.join(known)}.")
    return tuple(r for r in known.values() if (r.name in names if names else r.level <= level))


def _is_ours(scope: Scope, schema: str, key: Key) -> bool:
    """What is compared, and policies on the platform's tables, which are the user's."""
    return not scope.leaves_out(key) and (scope.holds(schema) or (schema in scope.lent and key.kind == "policy"))


@contextmanager
def _open(settings: Settings, start: str, report: Report) -> Iterator[tuple[Database, Scope, str, bool]]:
    """The database, what of it is asked about, its name for people, and whether anybody uses it."""
    chosen = side(start, settings) if start else live_url(settings)
    if isinstance(chosen, Path):
        report("building what the files say")
        with open_bench(settings) as bench, bench.built_from(chosen) as name, connect(bench.url(name)) as database:
            yield database, bench.scope, f"{chosen.name}/", False
    else:
        with connect(chosen, options=LIVE_OPTIONS) as database:
            yield database, scope_for(settings, supabase_found=supabase_found(database)), describe(chosen), True


def _placed(root: Path, found: Sequence[Finding], known: Mapping[str, Home]) -> tuple[dict[str, tuple[str, int]], str]:
    """Where the findings' objects are said, and the change that mends them there."""
    files: dict[str, str] = {}
    places: dict[str, tuple[str, int]] = {}
    for finding in found:
        if home := known.get(finding.home):
            path = (home.file.folder / home.file.name).relative_to(root).as_posix()
            files[path] = home.file.text
            places[finding.home] = (path, home.line)
    return places, patch(found, files, {name: path for name, (path, _) in places.items()})
