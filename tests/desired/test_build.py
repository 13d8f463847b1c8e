"""What a build reports, leaves behind and never lets through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import Database
from schemactl.desired import build
from schemactl.errors import ConnectionLost, SchemaFileError

Folder = Callable[..., Path]


def test_says_what_it_did(database: Database, folder: Folder) -> None:
    path = folder(
        a="create role desired_one;\ncreate user desired_two;\nset local work_mem = '1MB';\ndrop table if exists t;",
        b="-- nothing here",
        z="drop role desired_one, desired_two;",
    )
    built = build(database, path)
    assert (built.files, built.statements, built.roles) == (3, 5, ("desired_one", "desired_two"))
    assert built.notes == ("schema/a.sql:3:1: WARNING: SET LOCAL can only be used in transaction blocks",)


def test_a_comment_alone_is_an_empty_schema(database: Database, folder: Folder) -> None:
    assert build(database, folder(a="-- empty on purpose")).statements == 0


def test_leaves_the_settings_as_they_were(database: Database, folder: Folder) -> None:
    database.execute("set work_mem = '7MB'")
    build(database, folder(a="set work_mem = '1MB'; set search_path = app; set check_function_bodies = on;"))
    found = [database.value(f"show {name}") for name in ("work_mem", "search_path", "check_function_bodies")]
    assert found == ["7MB", '"$user", public', "on"]


def test_a_failed_build_leaves_the_settings_too(database: Database, folder: Folder) -> None:
    with pytest.raises(SchemaFileError):
        build(database, folder(a="set search_path = app; select nowhere;"))
    assert database.value("show search_path") == '"$user", public'


def test_settings_of_a_waiting_statement_are_those_of_its_place(database: Database, folder: Folder) -> None:
    waits = "create function {0}() returns text language sql set search_path from current begin atomic select later(); end;"
    path = folder(
        a="set search_path = public, pg_temp;" + waits.format("f") + "set search_path = public, information_schema;" + waits.format("g"),
        b="create function later() returns text language sql return 'x';",
    )
    build(database, path)
    paths = database.rows("select proconfig[1] from pg_proc where proname in ('f', 'g') order by proname")
    assert paths == [("search_path=public, pg_temp",), ("search_path=public, information_schema",)]


def test_bodies_are_checked_under_the_settings_of_their_place(database: Database, folder: Folder) -> None:
    path = folder(
        a="create schema app; set search_path = app; create function f() returns bigint as 'select count(*) from t' language sql;"
    )
    (path / "b.sql").write_text("create table app.t ();")
    assert build(database, path).statements == 4


def test_a_replaced_body_is_checked_in_its_last_form(database: Database, folder: Folder) -> None:
    path = folder(
        a="create function f() returns int language sql as 'select nowhere';",
        b="create or replace function f() returns int language sql as 'select 1';",
    )
    assert build(database, path).statements == 2


def test_functions_that_were_there_are_not_checked(database: Database, folder: Folder) -> None:
    database.execute("set check_function_bodies = off; create function old() returns int language sql as 'select nowhere'; reset all")
    assert build(database, folder(a="select 1")).statements == 1


def test_a_body_that_the_role_may_not_call_is_taken_as_it_is(database: Database, folder: Folder) -> None:
    text = "create function f() returns int language sql as 'select nowhere'; revoke all on function f() from public, current_user;"
    assert build(database, folder(a=text)).statements == 2


def test_a_long_chain_in_the_wrong_order(database: Database, folder: Folder) -> None:
    views = {f"v{n:02}": f"create view v{n:02} as select * from v{n + 1:02};" for n in range(40)}
    build(database, folder(**views, z="create table v40 (x int);"))
    assert database.value("select count(*) from pg_views where viewname ~ '^v[0-9]'") == 40


def test_a_block_that_others_need_may_overtake_them(database: Database, folder: Folder) -> None:
    path = folder(a="create table t (x app.kind);", b="do $$ begin create schema app; create type app.kind as enum ('a'); end $$;")
    build(database, path)
    assert database.value("select to_regclass('t') is not null")


def test_an_extension_that_is_not_there(database: Database, folder: Folder) -> None:
    with pytest.raises(SchemaFileError, match=r'schema/a.sql:1:18: extension "nowhere" is not available \(SQLSTATE 0A000\)'):
        build(database, folder(a="create extension nowhere;"))


def test_a_role_change_that_no_parser_sees_is_refused(database: Database, admin: Database, folder: Folder) -> None:
    admin.execute("create role desired_other")
    admin.execute(f"grant desired_other to {database.user}")
    try:
        with pytest.raises(SchemaFileError, match=r"schema/a.sql:1:1: refused: it changes the role"):
            build(database, folder(a="do $$ begin perform set_config('role', 'desired_other', false); end $$;"))
        database.execute("reset role")
    finally:
        admin.execute("drop role desired_other")


def test_a_nul_character_is_an_error_at_its_place(database: Database, folder: Folder) -> None:
    with pytest.raises(SchemaFileError, match=r"schema/a.sql:2:8: a NUL character"):
        build(database, folder(a="select 1;\nselect \0 2; drop table t;"))


def test_a_lost_connection_is_no_error_of_the_file(database: Database, folder: Folder) -> None:
    with pytest.raises(ConnectionLost):
        build(database, folder(a="select pg_terminate_backend(pg_backend_pid());"))


def test_windows_line_ends_and_tabs(database: Database, folder: Folder) -> None:
    path = folder(a="")
    (path / "a.sql").write_bytes(b"create view v as\r\n\tselect 1\r\n\tfrom nowhere;\r\n")
    with pytest.raises(SchemaFileError) as caught:
        build(database, path)
    assert str(caught.value).splitlines()[0].startswith("schema/a.sql:3:7: ")
    assert str(caught.value).splitlines()[3:] == [">    3 | \tfrom nowhere;", "       | \t     ^"]


def test_a_grant_on_all_tables_that_comes_too_early_is_noted(database: Database, folder: Folder) -> None:
    path = folder(
        grants="create table first (); grant select on all tables in schema public to public;",
        orders="create sequence s; create function f() returns int language sql return 1; create table orders (); create view v as select;",
    )
    (note,) = build(database, path).notes
    assert note.startswith("schema/grants.sql:1:24: this grant reaches what exists at its place")
    assert note.endswith("2 more, the first at schema/orders.sql:1:75")
