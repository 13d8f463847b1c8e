"""Every folder of `cases/` is a transition: proved both ways on a real server, run for real, and judged by pg_dump.

start.sql, goal.sql: the two states; remarks in them count, as in schema files.   rows.sql, where there is one: rows of the start
state, which must all be there after UP and be the same after DOWN.   case.toml, where there is one: `forbid` and `require` (regular
expressions on the UP text, case ignored), `files` (how many migrations), `hazards` (their names), `locks` (the strongest of each
relation, as `public.t ACCESS EXCLUSIVE`, but for the weakest mode), `rewrites` (relations), `minimum_major`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemactl.adapters.binaries import newest_dump
from schemactl.adapters.database import Database, connect
from schemactl.adapters.dump import dump_differences, dump_schema, schema_objects
from schemactl.adapters.scratch import ScratchServer
from schemactl.adapters.sql import split
from schemactl.config import Settings
from schemactl.desired import SchemaFile, remarks_of
from schemactl.diff import Spoken
from schemactl.measured import LockMode, Measurement
from schemactl.pipeline.diff import Proposal, Request, diff
from schemactl.prove import Seeding

CASES = Path(__file__).parent / "cases"
NewDatabase = Callable[[], str]
Dump = dict[tuple[str, str, str], str]


def case_folders() -> list[Path]:
    return sorted(folder for folder in CASES.iterdir() if folder.is_dir())


def options(folder: Path) -> dict[str, Any]:
    path = folder / "case.toml"
    return tomllib.loads(path.read_text()) if path.exists() else {}


def extensions(folder: Path) -> set[str]:
    """What the case creates as `create extension`."""
    text = "".join(path.read_text() for path in folder.glob("*.sql"))
    return set(re.findall(r'create extension (?:if not exists )?"?([\w-]+)', text, re.I))


def available(server: ScratchServer) -> set[str]:
    with connect(server.url()) as database:
        return {name for (name,) in database.rows("select name from pg_available_extensions")}


def state(url: str, sql: str) -> str:
    """Runs the statements one by one, as psql would; returns the URL."""
    with connect(url) as database:
        run(sql, database)
    return url


def sql_file(folder: Path, name: str) -> SchemaFile:
    return SchemaFile(folder, name, (folder / name).read_text())


def dumped(url: str, major: int) -> Dump:
    return schema_objects(dump_schema(url, newest_dump(major)))


@pytest.mark.parametrize("folder", case_folders(), ids=lambda folder: folder.name)
def test_case(folder: Path, server: ScratchServer, new_database: NewDatabase) -> None:
    wanted = options(folder)
    if server.major < wanted.get("minimum_major", 0):
        pytest.skip(f"needs PostgreSQL {wanted['minimum_major']}")
    if absent := extensions(folder) - available(server):
        pytest.skip(f"needs extensions that this server does not have: {', '.join(sorted(absent))}")
    start, goal = (state(new_database(), (folder / name).read_text()) for name in ("start.sql", "goal.sql"))
    settings = Settings(root=folder, scratch_url=server.url())
    forwards, backwards = (
        diff(settings, Request(*sides, as_files=False, spoken=Spoken(remarks=remarks_of(said))), lambda _: None)
        for sides, said in (((start, goal), sql_file(folder, "goal.sql")), ((goal, start), sql_file(folder, "start.sql")))
    )
    check_shape(forwards, wanted)
    if (folder / "rows.sql").exists():
        state(start, (folder / "rows.sql").read_text())
    dumps = {url: dumped(url, server.major) for url in (start, goal)}
    for proposal, here, there in ((forwards, start, goal), (backwards, goal, start)):
        check_seeded(proposal)
        check_both_ways(proposal, here, dumps[here], dumps[there], server.major)


def check_both_ways(proposal: Proposal, url: str, origin: Dump, wanted: Dump, major: int) -> None:
    """Runs UP and DOWN for real, and leaves the database as it was."""
    with connect(url) as database:
        rows = contents(database)
        run(proposal.up, database)
        assert dump_differences(dumped(url, major), wanted) == ()
        assert sum(map(len, contents(database).values())) == sum(map(len, rows.values()))
        run(proposal.down, database)
        assert contents(database) == rows
    assert dump_differences(dumped(url, major), origin) == ()


def contents(database: Database) -> dict[str, list[Any]]:
    """The rows of every table, a partition's as those of the table that it is part of."""
    plain = "select case relkind when 'r' then 'only ' else '' end || oid::regclass from pg_class"
    tables = database.rows(f"{plain} where relkind in ('r', 'p') and not relispartition and oid >= 16384")
    return {t: database.rows(f"select to_jsonb(t) from {t} t order by t::text") for (t,) in tables}


def run(script: str, database: Database) -> None:
    for piece in split(script):
        database.execute(piece.sql)


def check_seeded(proposal: Proposal) -> None:
    """Every table had rows in the proof."""
    seeding = proposal.verdict.data.seeding if proposal.verdict else Seeding()
    assert [str(t) for t in seeding.empty] == []


def check_shape(proposal: Proposal, wanted: dict[str, Any]) -> None:
    for pattern in wanted.get("forbid", ()):
        assert not re.search(pattern, proposal.up, re.I), f"{pattern} is forbidden in:\n{proposal.up}"
    for pattern in wanted.get("require", ()):
        assert re.search(pattern, proposal.up, re.I), f"{pattern} is required in:\n{proposal.up}"
    if "hazards" in wanted:
        assert sorted({h.name for h in proposal.hazards}) == sorted(wanted["hazards"])
    if "locks" in wanted:
        assert sorted({str(lock) for m in measured(proposal) for lock in m.locks if lock.mode > LockMode.ACCESS_SHARE}) == wanted["locks"]
    if "rewrites" in wanted:
        assert sorted({key.identity for m in measured(proposal) for key in m.rewritten}) == wanted["rewrites"]
    if "files" in wanted:
        assert len(proposal.migrations) == wanted["files"], proposal.up


def measured(proposal: Proposal) -> tuple[Measurement, ...]:
    return proposal.verdict.measured if proposal.verdict else ()
