"""A schema file is untrusted: what it tries on the host fails as the plain role, with and without the way up to the superuser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import Database
from schemactl.desired import build
from schemactl.errors import SchemaFileError

Folder = Callable[..., Path]

ATTEMPTS = {
    "read": "create table t as select pg_read_file('/etc/passwd');",
    "list": "create table t as select pg_ls_dir('/');",
    "large object": "select lo_import('/etc/passwd');",
    "copy in a block": "do $$ begin create table t (x text); copy t from '/etc/passwd'; end $$;",
    "program in a block": "do $$ begin create table t (x text); execute 'copy t from program ''id'''; end $$;",
    "program in a function": "create function f() returns void language plpgsql as $$ begin copy t to program 'id'; end $$;"
    "create table t (); select f();",
    "C function": "create function f() returns int language c as 'libc.so.6', 'system';",
    "internal function": "create function f(text) returns text language internal as 'pg_read_file_all';",
    "superuser": "alter role current_user superuser;",
    "membership": "grant pg_execute_server_program to current_user;",
    "owner": "create function f() returns void language sql security definer as 'select'; alter function f() owner to schemactl_admin;",
    "event trigger": "create function f() returns event_trigger language plpgsql as $$ begin end $$;"
    "create event trigger e on ddl_command_start execute function f();",
    "cast": "create cast (bytea as jsonb) without function;",
    "file wrapper": "create extension file_fdw; create server s foreign data wrapper file_fdw;"
    "create foreign table t (x text) server s options (filename '/etc/passwd');",
    "setting": "set session_preload_libraries = 'x';",
    "comment elsewhere": "comment on role schemactl_admin is 'x';",
}


@pytest.mark.parametrize("name", ATTEMPTS)
@pytest.mark.parametrize("way_up", [False, True], ids=["plain", "escalate"])
def test_the_host_is_out_of_reach(database: Database, admin: Database, folder: Folder, name: str, way_up: bool) -> None:
    with pytest.raises(SchemaFileError, match=r"SQLSTATE (42501|0LP01)") as caught:
        build(database, folder(a=ATTEMPTS[name]), escalate=admin.execute if way_up else None)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("create schema app; set search_path = app; create extension postgres_fdw;", "select extnamespace::regnamespace::text = 'app'"),
        ("create extension postgres_fdw; comment on extension postgres_fdw is 'é';", "select obj_description(oid, 'pg_extension') = 'é'"),
        ("create schema app; create extension postgres_fdw; alter extension postgres_fdw set schema app;", "select extnamespace > 16000"),
    ],
)
def test_an_extension_that_needs_a_superuser(database: Database, admin: Database, folder: Folder, text: str, query: str) -> None:
    with pytest.raises(SchemaFileError, match="SQLSTATE 42501") as caught:
        build(database, folder(a="create extension postgres_fdw;"))
    assert "ordinary role" in caught.value.hint
    build(database, folder(a=text), escalate=admin.execute)
    assert database.value(f"{query} from pg_extension where extname = 'postgres_fdw'")


def test_a_publication_for_all_tables(database: Database, admin: Database, folder: Folder) -> None:
    text = "create publication p for all tables; comment on publication p is 'x'; drop publication p; create publication p for all tables;"
    build(database, folder(a=text), escalate=admin.execute)
    assert database.value("select puballtables from pg_publication")


def test_a_failure_of_the_superuser_is_one_of_the_file(database: Database, admin: Database, folder: Folder) -> None:
    path = folder(a="-- é\ncreate extension postgres_fdw;\ncreate extension postgres_fdw schema nowhere;")
    with pytest.raises(SchemaFileError, match=r"^schema/a.sql:3:18: extension .postgres_fdw. already exists \(SQLSTATE 42710\)"):
        build(database, path, escalate=admin.execute)


def test_what_the_superuser_lacks_is_waited_for(database: Database, admin: Database, folder: Folder) -> None:
    path = folder(a="create extension postgres_fdw schema later;", b="create schema later;")
    build(database, path, escalate=admin.execute)
    assert database.value("select count(*) from pg_extension where extname = 'postgres_fdw'") == 1
