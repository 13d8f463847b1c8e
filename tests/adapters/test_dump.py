"""The dump rebuilds a schema, and the judge made of it sees what matters and nothing else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from schemactl.adapters.binaries import found, newest_dump
from schemactl.adapters.database import connect, with_parts
from schemactl.adapters.dump import dump_differences, dump_schema, executable, schema_objects
from schemactl.adapters.scratch import ScratchServer, open_server, scratch_database
from schemactl.config import Settings
from schemactl.errors import ConnectionFailure, DatabaseError, EnvironmentFailure

SCHEMA = r"""
create schema trading;
create type trading.side as enum ('buy', 'sell');
create type trading.pair as (a int, b text);
create table trading.orders (id bigint generated always as identity primary key, side trading.side not null,
    status varchar check (status in ('new', 'done')), note text default E'\\restrict x\n\\unrestrict x')
    with (fillfactor = 70, autovacuum_enabled = off);
alter table trading.orders enable row level security;
create policy reading on trading.orders for select using (status = 'new');
create view trading.recent as select id, status from trading.orders where status in ('new', 'done');
create function trading.f() returns text language sql as $$
select '
\restrict not of psql
SET statement_timeout = 0;
'::text
$$;
comment on table trading.orders is 'what we ask for';
grant select on trading.orders to public;
"""


def objects(url: str, sql: str = "") -> dict[tuple[str, str, str], str]:
    """What the judge sees in a database after `sql`."""
    with connect(url) as database:
        database.execute(sql or "select")
        return schema_objects(dump_schema(url, newest_dump(database.major)))


def test_a_schema_comes_back_from_its_dump(new_database: Callable[[], str], server: ScratchServer) -> None:
    source, copy = new_database(), new_database()
    with connect(source) as database:
        database.execute(SCHEMA)
    dump = dump_schema(source, newest_dump(server.major))
    with connect(copy) as database:
        database.execute(executable(dump))
    assert ("TABLE", "trading", "orders") in schema_objects(dump)
    assert schema_objects(dump_schema(copy, newest_dump(server.major))) == schema_objects(dump)


def test_an_executable_dump_is_plain_sql_with_the_bodies_untouched(new_database: Callable[[], str], server: ScratchServer) -> None:
    url = new_database()
    with connect(url) as database:
        database.execute(SCHEMA)
    text = executable(dump_schema(url, newest_dump(server.major)))
    assert set(re.findall(r"^\\.*", text, re.M)) == {"\\restrict not of psql", "\\unrestrict x'::text,"}
    assert text.count("SET statement_timeout = 0;") == 1
    assert "transaction_timeout" not in text


def test_a_dump_builds_a_copy_on_an_older_major(settings: Settings) -> None:
    old = min(found(), key=lambda b: b.major)
    new = max(found(), key=lambda b: b.major)
    if old.major == new.major:
        pytest.skip("one major version of PostgreSQL here")
    with open_server(settings, major=old.major) as server, scratch_database(server) as source, scratch_database(server) as copy:
        with connect(server.owner_url(source)) as database:
            database.execute(SCHEMA)
        dump = dump_schema(server.owner_url(source), new)
        assert "transaction_timeout" in dump
        with connect(server.owner_url(copy)) as database:
            database.execute(executable(dump))
        assert schema_objects(dump_schema(server.owner_url(copy), new)) == schema_objects(dump)


SAME = {
    "column order": ("create table t (a int, b text)", "create table t (b text, a int)"),
    "column order around an expression of several lines": (
        "create table t (a int, g text generated always as (case when a = 1 then 'x' end) stored, b int)",
        "create table t (a int, b int, g text generated always as (case when a = 1 then 'x' end) stored)",
    ),
    "member order": ("create type t as (a int, b text)", "create type t as (b text, a int)"),
    "option order": (
        "create table t (a int) with (fillfactor = 70, autovacuum_enabled = off)",
        "create table t (a int) with (autovacuum_enabled = off, fillfactor = 70)",
    ),
    "order of privileges": (
        "create table t (a int); grant select on t to public; grant insert on t to pg_monitor",
        "create table t (a int); grant insert on t to pg_monitor; grant select on t to public",
    ),
    "an IN list printed and read again": (
        "create table t (a varchar check (a in ('x', 'y')))",
        "create table t (a varchar check ((a)::text = any ((array['x'::character varying, 'y'::character varying])::text[])))",
    ),
    "the settings before an object": (
        "create table t (a int); create view v as select 1",
        "create view v as select 1; create table t (a int)",
    ),
}

DIFFERENT = {
    "a column": ("create table t (a int)", "create table t (a int, b text)", "~ table public.t: + b text"),
    "a type": ("create table t (a int)", "create table t (a bigint)", "~ table public.t: - a integer | + a bigint"),
    "a table": ("select", "create table t (a int)", "+ table public.t"),
    "a view": ("create view v as select 1 as a", "select", "- view public.v"),
    "a schema": ("create schema s", "select", "- schema s"),
    "enum order": (
        "create type t as enum ('a', 'b')",
        "create type t as enum ('b', 'a')",
        "~ type public.t: - 'a', | - 'b' | + 'b', | + 'a'",
    ),
    "a column of a view": ("create view v as select 1 as a, 2 as b", "create view v as select 2 as b, 1 as a", "~ view public.v"),
    "an option": ("create table t () with (fillfactor = 70)", "create table t () with (fillfactor = 80)", "~ table public.t"),
    "a privilege": ("create table t ()", "create table t (); grant select on t to public", "+ acl public.TABLE t"),
    "a comment": ("create table t ()", "create table t (); comment on table t is 'x'", "+ comment public.TABLE t"),
    "an owner": ("create table t ()", "create table t (); alter table t owner to pg_monitor", "~ table public.t"),
    "row level security": ("create table t ()", "create table t (); alter table t enable row level security", "+ row security public.t"),
    "a body's blank line": (
        "create function f() returns int language sql as $$ select\n1 $$",
        "create function f() returns int language sql as $$ select\n\n1 $$",
        "~ function public.f()",
    ),
    "a generated column of several lines": (
        "create table t (a int, b int generated always as (case when a > 1 then 1 else 2 end) stored)",
        "create table t (a int, b int generated always as (case when a > 1 then 2 else 1 end) stored)",
        "~ table public.t",
    ),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_what_has_no_meaning_is_no_difference(new_database: Callable[[], str], one: str, other: str) -> None:
    assert dump_differences(objects(new_database(), one), objects(new_database(), other)) == ()


@pytest.mark.parametrize(("one", "other", "line"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_a_real_difference_is_found_and_told(new_database: Callable[[], str], one: str, other: str, line: str) -> None:
    lines = dump_differences(objects(new_database(), one), objects(new_database(), other))
    assert any(found_line.startswith(line) for found_line in lines), lines


def secret_of(url: str) -> str:
    return url.split(":")[2].split("@")[0]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_the_password_is_in_no_command_line(server: ScratchServer, tmp_path: Path) -> None:
    real = newest_dump(server.major)
    stand_in = tmp_path / "pg_dump"
    stand_in.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/arguments\nexec "{real.program("pg_dump")}" "$@"\n')
    stand_in.chmod(stat.S_IRWXU)
    with scratch_database(server) as name:
        assert "PostgreSQL database dump" in dump_schema(server.url(name), replace(real, bin_dir=tmp_path))
    assert secret_of(server.url()) not in (tmp_path / "arguments").read_text()
    assert name in (tmp_path / "arguments").read_text()


def test_a_wrong_password_is_a_connection_failure_without_it(server: ScratchServer) -> None:
    with pytest.raises(ConnectionFailure, match="password authentication failed") as caught:
        dump_schema(with_parts(server.url(), password="wrong-secret"), newest_dump(server.major))
    assert "wrong-secret" not in str(caught.value)


def test_a_table_that_may_not_be_read_is_named(server: ScratchServer) -> None:
    with scratch_database(server) as name:
        with connect(server.url(name)) as database:
            database.execute("create schema closed; create table closed.t (a int)")
        with pytest.raises(DatabaseError, match="closed") as caught:
            dump_schema(server.owner_url(name), newest_dump(server.major))
    assert caught.value.sqlstate == "42501"
    assert caught.value.hint


def test_a_table_locked_for_longer_than_the_time_is_told(server: ScratchServer) -> None:
    with scratch_database(server) as name, connect(server.owner_url(name)) as holder:
        holder.execute("create table held (a int)")
        with holder.transaction():
            holder.execute("lock table held in access exclusive mode")
            with pytest.raises(DatabaseError, match="waited too long") as caught:
                dump_schema(server.owner_url(name), newest_dump(server.major), lock_timeout="100ms")
    assert caught.value.sqlstate == "55P03"


def test_a_pg_dump_older_than_the_server_is_refused(server: ScratchServer) -> None:
    old = next((b for b in found() if b.major < server.major), None)
    if old is None:
        pytest.skip("no pg_dump here is older than the server")
    with scratch_database(server) as name, pytest.raises(EnvironmentFailure, match="too old"):
        dump_schema(server.url(name), old)
