"""One file → what there is to say of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from ..adapters.sql import SqlSyntaxError
from ..adapters.squawk import Warned, warnings
from ..model import Migration
from .evidence import SYNTAX, Evidence, evidence
from .finding import Finding, Looked
from .idle import IDLE
from .schema import findings
from .script import Script, named

SERVER = re.compile(r"on PostgreSQL (?P<version>\d+\.\d+)")
NOTHING = Evidence(ran=False, waited_for=None, locked=None)


def lint_migration(migration: Migration, path: str, folder: Path) -> Looked:
    """A migration of ours: its UP part, beside what its header has measured. `folder` is the project's."""
    server = SERVER.search(migration.proved)
    said = warnings(migration.up, folder=folder, in_transaction=migration.transactional, postgresql=server["version"] if server else "")
    looked = _looked(said, Script(migration.up), path, migration.first_lines[0] - 1, evidence(migration), idle=IDLE)
    return Looked(findings=() if migration.is_proved else (_unproved(migration, path),)) + looked


def lint_sql(sql: str, path: str, folder: Path) -> Looked:
    """A script of somebody else's: nothing is known of who runs it, and nothing was measured."""
    return _looked(warnings(sql, folder=folder), Script(sql), path, 0, NOTHING, idle=())


def lint_schema(sql: str, path: str, declared: Collection[str] = ()) -> Looked:
    """A schema file; `declared` are tables whose rows the project declares there."""
    try:
        return Looked(files=1, findings=tuple(findings(sql, path, declared)))
    except SqlSyntaxError as error:
        before = sql[: (error.position or 1) - 1]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Looked(files=1, findings=(Finding(path, line, column, "error", SYNTAX, str(error), error.hint),))


def _looked(said: Iterable[Warned], script: Script, path: str, lines_above: int, known: Evidence, *, idle: Iterable[str]) -> Looked:
    out: dict[str, list[Finding]] = {"findings": [], "disproved": [], "idle": []}
    for warned in said:
        piece = script.statement(warned.line, warned.column)
        names = named(piece) if piece else ()
        found = Finding(path, warned.line + lines_above, warned.column, warned.level, warned.rule, warned.text, warned.remedy, names)
        why = "idle" if warned.rule in idle else "disproved" if known.disproves(warned.rule, script, piece) else "findings"
        out[why].append(found)
    return Looked(1, *(tuple(out[why]) for why in ("findings", "disproved", "idle")))


def _unproved(migration: Migration, path: str) -> Finding:
    text = "the file was edited after its proof" if migration.proved else "the file is not proved"
    remedy = f"Run `schemactl prove {migration.number}`; apply takes only what was proved."
    return Finding(path, 1, 1, "error", "not-proved", text, remedy, (migration.version,))
