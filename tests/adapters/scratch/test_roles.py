"""What untrusted SQL can do as the plain role: everything to its database, nothing to the host, nothing to the next run."""

from __future__ import annotations

import pytest

from schemactl.adapters.binaries import found
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from schemactl.config import Settings
from schemactl.errors import DatabaseError

HARM = {
    "a program": "copy (select 1) to program 'cat'",
    "a program's output": "create table got (line text); copy got from program 'id'",
    "writing a file": "copy (select 1) to '/tmp/schemactl-harm'",
    "reading a file": "select pg_read_file('/etc/passwd')",
    "listing a folder": "select pg_ls_dir('/')",
    "C code": "create function harm() returns int language c as '/lib/libc.so', 'system'",
    "a large object from a file": "select lo_import('/etc/passwd')",
    "the role itself": "alter role postgres superuser",
    "becoming the superuser": "set role schemactl_admin",
    "being given the superuser": "grant schemactl_admin to postgres",
    "being given programs": "grant pg_execute_server_program to postgres",
    "a role that has programs": "create role harm login in role pg_execute_server_program",
    "a tablespace": "create tablespace harm location '/tmp'",
    "the server's settings": "alter system set log_directory = '/tmp'",
    "an extension that reads files": "create extension file_fdw",
    "the password hashes": "select rolpassword from pg_authid",
}


@pytest.mark.parametrize("sql", HARM.values(), ids=HARM.keys())
def test_the_plain_role_cannot_reach_the_host(server: ScratchServer, sql: str) -> None:
    with scratch_database(server) as name, connect(server.owner_url(name)) as database, pytest.raises(DatabaseError) as caught:
        database.execute(sql)
    assert caught.value.sqlstate == "42501", caught.value


def test_the_plain_role_cannot_reach_the_host_before_16_either(settings: Settings) -> None:
    old = next((b for b in found() if b.major < 16), None)
    if old is None:
        pytest.skip("no PostgreSQL before 16 here")
    with open_server(settings, major=old.major) as server, scratch_database(server) as name, connect(server.owner_url(name)) as database:
        for sql in HARM.values():
            with pytest.raises(DatabaseError) as caught:
                database.execute(sql)
            assert caught.value.sqlstate == "42501", caught.value


def test_the_superuser_is_not_one_reset_away(server: ScratchServer) -> None:
    with scratch_database(server) as name, connect(server.owner_url(name)) as database:
        database.execute("reset role; reset session authorization")
        assert database.rows("select current_user, session_user, current_setting('is_superuser')") == [("postgres", "postgres", "off")]


@pytest.mark.parametrize("name", ["postgres", "template1"])
def test_the_plain_role_cannot_leave_a_trap_where_the_superuser_works(server: ScratchServer, name: str) -> None:
    with pytest.raises(Exception, match="permission denied for database"):
        connect(server.owner_url(name))


def test_the_plain_role_owns_its_database(server: ScratchServer) -> None:
    with scratch_database(server) as name, connect(server.owner_url(name)) as database:
        database.execute(
            "create schema s; create table public.t (a int); create extension pgcrypto; create role somebody; drop role somebody"
        )


def test_live_s_owner_may_have_any_name(settings: Settings) -> None:
    owner = 'Own"er %s @:/é'
    with (
        open_server(settings, major=17, owner=owner) as server,
        scratch_database(server) as name,
        connect(server.owner_url(name)) as database,
    ):
        database.execute("create table t (a int)")
        assert database.value("select tableowner from pg_tables where tablename = 't'") == owner


def test_what_a_run_did_to_roles_is_gone_in_the_next_but_for_a_template_s_owners(settings: Settings) -> None:
    def build(name: str) -> None:
        with connect(server.url(name)) as database:
            database.execute("create role kept; create table t (); alter table t owner to kept")

    with open_server(settings, major=17) as server:
        cached_template(server, "a template with an owner", build)
        with scratch_database(server) as name, connect(server.owner_url(name)) as database:
            database.execute("create role gone; create role gone_too in role gone; alter role postgres set search_path = gone")
        with connect(server.url()) as database:
            database.execute("alter role postgres bypassrls; grant pg_monitor to postgres")
    with open_server(settings, major=17) as server, connect(server.url()) as database:
        roles = database.rows("select rolname from pg_roles where oid >= 16384 and rolname <> 'schemactl_admin' order by 1")
        assert roles == [("kept",), ("postgres",)]
        assert database.rows("select rolbypassrls, rolconfig from pg_roles where rolname = 'postgres'") == [(False, None)]
        assert not database.rows("select from pg_auth_members where member = 'postgres'::regrole")
