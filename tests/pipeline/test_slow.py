"""The statements that cost most, on a server that counts them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from schemactl import config
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, open_server, postmaster, scratch_database
from schemactl.model import Cost
from workspace import Workspace

EXTENSION = "create schema extensions; create extension pg_stat_statements with schema extensions"
SETTINGS = "platform = '{platform}'\ncache_dir = '{cache}'\n"
SECRET = "hunter2-secret"
WORK = """
create table public.big as select i, md5(i::text) as t from generate_series(1, 30000) i;
select pg_sleep(0.15);
set work_mem = '64kB';
select count(*) from (select t from public.big order by t) x;
select i, t from public.big;
select i, t from public.big;
"""
FIRST = {
    Cost.total: "select pg_sleep(",
    Cost.mean: "select pg_sleep(",
    Cost.rows: "select i, t from public.big",
    Cost.calls: "select count(*) from public.big where t",
    Cost.temp: "select count(*) from (select t",
    Cost.wal: "create table public.big",
}


@pytest.fixture(scope="module")
def cache() -> Iterator[Path]:
    """A cache folder that the servers' account may enter; a person's own baselines are not to make way for those of tests."""
    folder = Path(tempfile.mkdtemp(prefix="schemactl-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


@pytest.fixture(scope="module")
def counting(request: pytest.FixtureRequest, cache: Path) -> Iterator[ScratchServer]:
    """A server with the library of pg_stat_statements loaded."""
    settings = config.load(cache, {"SCHEMACTL_CACHE_DIR": str(cache)})
    with ExitStack() as stack:
        # for this server alone: the session's may start later
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(postmaster.SETTINGS, "shared_preload_libraries", "pg_stat_statements")
            patch.setitem(postmaster.SETTINGS, "track_io_timing", "on")
            server = stack.enter_context(open_server(settings, major=request.config.getoption("--pg-major")))
        yield server


@pytest.fixture
def busy(counting: ScratchServer, cache: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A project whose live has done some work since counting began; its role sees its own statements alone."""
    (tmp_path / "schemactl.toml").write_text(SETTINGS.format(platform="plain", cache=cache))
    with scratch_database(counting) as name:
        workspace = Workspace(tmp_path, counting, name)
        workspace.by_hand(f"{EXTENSION}; grant usage on schema extensions to {counting.owner}", admin=True)
        workspace.by_hand("select extensions.pg_stat_statements_reset()", admin=True)
        with connect(workspace.url) as live:
            for statement in WORK.strip().splitlines():
                live.execute(statement)
            for i in range(40):
                live.execute(f"select count(*) from public.big where t = '{SECRET}{i}'")
        yield workspace


def found(workspace: Workspace, *flags: str) -> dict[str, dict[str, Any]]:
    """What `slow` says, by query."""
    return {row["query"]: row for row in workspace.json("slow", *flags)["statements"]}


def by_start(rows: dict[str, dict[str, Any]], start: str) -> dict[str, Any]:
    return next(row for query, row in rows.items() if query.startswith(start))


@pytest.mark.parametrize("by", FIRST)
def test_the_costliest_comes_first(busy: Workspace, by: Cost) -> None:
    said = busy.json("slow", "--by", by)
    assert said["statements"][0]["query"].startswith(FIRST[by])
    assert [row["place"] for row in said["statements"]] == [*range(1, len(said["statements"]) + 1)]
    assert sum(row["share"] for row in said["statements"]) == pytest.approx(100)


def test_by_io_it_is_the_time_where_times_are_measured(busy: Workspace) -> None:
    times = [row["io"] for row in busy.json("slow", "--by", "io")["statements"]]
    assert times == sorted(times, reverse=True)
    assert times[0] > 0


def test_the_counters_are_postgresqls(busy: Workspace) -> None:
    row = by_start(found(busy), "select count(*) from public.big where t")
    with connect(busy.admin_url) as live:
        view = "select calls, rows, mean_exec_time, stddev_exec_time from extensions.pg_stat_statements where queryid = %s"
        ((calls, rows, mean, deviation),) = live.rows(view, (row["queryid"],))
    assert (row["calls"], row["rows"], calls) == (calls, rows, 40)
    assert (row["mean"], row["deviation"]) == (pytest.approx(mean), pytest.approx(deviation))
    assert row["cache_hits"] == 100


def test_the_difference_since_a_baseline(busy: Workspace) -> None:
    kept = Path(busy.json("slow", "--save", "deploy")["kept_in"])
    assert SECRET not in kept.read_text(encoding="utf-8")
    with connect(busy.url) as live:
        for i in range(3):
            live.execute(f"select count(*) from public.big where t = '{SECRET}{i}'")
        live.execute("select pg_sleep(0.05)")
        live.execute("select 'new', i from public.big where i < 3")
    rows = found(busy, "--since", "deploy")
    sleep = by_start(rows, "select pg_sleep(")
    assert (sleep["calls"], sleep["deviation"]) == (1, pytest.approx(0, abs=1e-3))
    assert 50 <= sleep["mean"] < 150, "of the second sleep alone"
    assert by_start(rows, "select count(*) from public.big where t")["calls"] == 3
    assert by_start(rows, "select $1, i from public.big")["rows"] == 2
    assert not [query for query in rows if query.startswith(("create table", "select i, t"))]


def test_a_baseline_from_before_a_reset_is_refused(busy: Workspace) -> None:
    busy.json("slow", "--save", "old")
    busy.by_hand("select extensions.pg_stat_statements_reset()", admin=True)
    assert "was reset at" in busy.fail(4, "slow", "--since", "old")


def test_a_statement_that_was_reset_alone_counts_from_nothing(busy: Workspace) -> None:
    busy.json("slow", "--save", "one")
    row = by_start(found(busy), "select pg_sleep(")
    busy.by_hand(f"select extensions.pg_stat_statements_reset(0, 0, {row['queryid']})", admin=True)
    with connect(busy.url) as live:
        live.execute("select pg_sleep(0.01)")
    assert by_start(found(busy, "--since", "one"), "select pg_sleep(")["calls"] == 1


def test_an_unknown_baseline(busy: Workspace) -> None:
    assert "--save nothing" in busy.fail(2, "slow", "--since", "nothing")


def test_a_baseline_that_cannot_be_kept_is_said(busy: Workspace) -> None:
    (busy.folder / "file").write_text("")
    assert "cannot be kept" in busy.fail(1, "slow", "--save", "x", SCHEMACTL_CACHE_DIR=str(busy.folder / "file"))


def test_no_constant_is_shown(busy: Workspace) -> None:
    busy.by_hand(f"create role forgetful_{busy.database} password '{SECRET}'; drop role forgetful_{busy.database}", admin=True)
    said = busy.run("slow", "--all", "--html", "slow.html", "--json").stdout + busy.ok("slow", "--all")
    assert SECRET not in said + (busy.folder / "slow.html").read_text(encoding="utf-8")


def test_statements_of_other_roles_need_a_right(busy: Workspace) -> None:
    busy.by_hand("select 'the other role''s'", admin=True)
    before = busy.json("slow")
    assert before["left_out"]["hidden"] > 0
    busy.by_hand(f"grant pg_read_all_stats to {busy.server.owner}", admin=True)
    after = busy.json("slow")
    busy.by_hand(f"revoke pg_read_all_stats from {busy.server.owner}", admin=True)
    assert after["left_out"]["hidden"] == 0
    assert len(after["statements"]) > len(before["statements"])


def test_the_platforms_roles_are_left_out_and_those_of_requests_are_not(busy: Workspace, cache: Path) -> None:
    (busy.folder / "schemactl.toml").write_text(SETTINGS.format(platform="supabase", cache=cache))
    with connect(busy.admin_url) as admin:
        for role in ("supabase_auth_admin", "authenticated"):
            admin.execute(f"create role {role}; set role {role}; select '{role}'; reset role")
        admin.execute(f"grant pg_read_all_stats to {busy.server.owner}")
    try:
        said = busy.json("slow")
        assert {"authenticated", "postgres"} <= {row["role"] for row in said["statements"]}
        assert "supabase_auth_admin" not in {row["role"] for row in said["statements"]}
        assert said["left_out"]["platform"] > 0
        assert "supabase_auth_admin" in {row["role"] for row in busy.json("slow", "--all")["statements"]}
    finally:
        roles = "drop role supabase_auth_admin; drop role authenticated"
        busy.by_hand(f"revoke pg_read_all_stats from {busy.server.owner}; {roles}", admin=True)


def test_as_text(busy: Workspace) -> None:
    said = busy.ok("slow", "--rows", "2")
    assert said.index("Statements by total") < said.index("\n  1. select pg_sleep(") < said.index("\n  2. ")
    assert "\n  3. " not in said


def test_what_is_not_switched_on_is_said(workspace: Workspace) -> None:
    assert "shared_preload_libraries" in workspace.fail(4, "slow")
    workspace.by_hand("create extension pg_stat_statements", admin=True)
    said = workspace.fail(4, "slow")
    assert "counts nothing" in said
    assert "restart" in said


def test_a_page(busy: Workspace) -> None:
    busy.ok("slow", "--html", "slow.html")
    text = (busy.folder / "slow.html").read_text(encoding="utf-8")
    assert "<code>select pg_sleep($1)</code>" in text
    assert json.dumps(SECRET) not in text
