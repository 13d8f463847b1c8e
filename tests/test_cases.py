"""Every folder of `cases/` is a transition: proved both ways on a real server, run for real, and judged by pg_dump.

start.sql, goal.sql: the two states.   case.toml, where there is one: `forbid` and `require` (regular expressions on the UP text, case
ignored), `files` (how many migrations), `minimum_major`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemactl.adapters.binaries import newest_dump
from schemactl.adapters.database import connect
from schemactl.adapters.dump import dump_differences, dump_schema, schema_objects
from schemactl.adapters.scratch import ScratchServer
from schemactl.adapters.sql import split
from schemactl.config import Settings
from schemactl.pipeline.diff import Proposal, Request, diff

CASES = Path(__file__).parent / "cases"
NewDatabase = Callable[[], str]


def case_folders() -> list[Path]:
    return sorted(folder for folder in CASES.iterdir() if folder.is_dir())


def options(folder: Path) -> dict[str, Any]:
    path = folder / "case.toml"
    return tomllib.loads(path.read_text()) if path.exists() else {}


def state(url: str, sql: str) -> str:
    """Runs the statements one by one, as psql would; returns the URL."""
    with connect(url) as database:
        for piece in split(sql):
            database.execute(piece.sql)
    return url


def dumped(url: str, major: int) -> dict[tuple[str, str, str], str]:
    return schema_objects(dump_schema(url, newest_dump(major)))


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: folder.name)
def test_case(folder: Path, backwards: bool, server: ScratchServer, new_database: NewDatabase) -> None:
    wanted = options(folder)
    if server.major < wanted.get("minimum_major", 0):
        pytest.skip(f"needs PostgreSQL {wanted['minimum_major']}")
    texts = [(folder / name).read_text() for name in ("start.sql", "goal.sql")]
    start, goal = (state(new_database(), text) for text in (reversed(texts) if backwards else texts))
    proposal = diff(Settings(root=folder, scratch_url=server.url()), Request(start, goal, as_files=False), lambda _: None)
    if not backwards:
        check_shape(proposal, wanted)
    origin = dumped(start, server.major)
    with connect(start) as database:
        run(proposal.up, database.execute)
        assert dump_differences(dumped(start, server.major), dumped(goal, server.major)) == ()
        run(proposal.down, database.execute)
    assert dump_differences(dumped(start, server.major), origin) == ()


def run(script: str, execute: Callable[[str], None]) -> None:
    for piece in split(script):
        execute(piece.sql)


def check_shape(proposal: Proposal, wanted: dict[str, Any]) -> None:
    for pattern in wanted.get("forbid", ()):
        assert not re.search(pattern, proposal.up, re.I), f"{pattern} is forbidden in:\n{proposal.up}"
    for pattern in wanted.get("require", ()):
        assert re.search(pattern, proposal.up, re.I), f"{pattern} is required in:\n{proposal.up}"
    if "files" in wanted:
        assert len(proposal.migrations) == wanted["files"], proposal.up
