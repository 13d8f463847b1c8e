"""What `doctor` finds, and that a role with exactly the grants that it prints can do the work of CI, and with one fewer cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch.server import url_of
from schemactl.config import LIVE_VARIABLES
from workspace import Workspace

READER, PASSWORD = "ci reader", "only-for-this-test"
SCHEMA = """
create type public.state as enum ('open', 'done');
create table public.orders (id bigint generated always as identity primary key, state public.state not null default 'open', owner uuid);
alter table public.orders enable row level security;
create policy own on public.orders using (owner is not null);
create schema private;
create table private.secrets (id serial primary key, secret text);
alter table private.secrets enable row level security;
alter table private.secrets force row level security;
revoke all on private.secrets from public;
create view public.open_orders as select * from public.orders where state = 'open';
create materialized view public.counts as select state, count(*) from public.orders group by 1;
create function private.f() returns int language sql as 'select 1';
revoke execute on function private.f() from public;
create sequence private.numbers;
create publication mine for table public.orders;
create statistics private.together on id, state from public.orders;
"""
MORE = "alter table public.orders add column note text;"
WORK = (["status", "--exit-code"], ["pull", "--check"], ["diff", "--stdout"])


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    """A project whose only migration is applied."""
    workspace.by_hand(f"grant create on database {workspace.database} to {workspace.server.owner}", admin=True)
    workspace.schema(all=SCHEMA)
    workspace.json("diff")
    workspace.json("apply", "--yes")
    return workspace


@pytest.fixture
def reader(project: Workspace) -> Iterator[tuple[Workspace, tuple[str, ...], str]]:
    """The project, the statements that `doctor --read-only` prints for a role that is not there, all run, and that role's URL."""
    project.by_hand(f"revoke connect on database {project.database} from public", admin=True)
    statements = tuple(project.ok("doctor", "--read-only", READER).splitlines())
    with connect(project.admin_url) as admin:
        for statement in statements:
            admin.execute(statement)
        admin.execute(f"alter role \"{READER}\" password '{PASSWORD}'")
    yield project, statements, url_of(project.server.parts, READER, PASSWORD, project.database)
    project.by_hand(f'drop owned by "{READER}"; drop role "{READER}"', admin=True)


def checks(workspace: Workspace, url: str = "", code: int = 0) -> dict[str, dict[str, Any]]:
    """What doctor says, by check."""
    done = workspace.run("doctor", "--json", **({LIVE_VARIABLES[0]: url} if url else {}))
    assert done.returncode == code, done.stdout + done.stderr
    return {check["name"]: check for check in json.loads(done.stdout)["checks"]}


def states(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: check["state"] for name, check in found.items() if check["state"] != "ok"}


def test_all_is_well(project: Workspace) -> None:
    found = checks(project)
    assert states(found) == {"rows": "warn"}, "the table whose row level security is forced"
    assert found["rows"]["text"].endswith("not counted there: private.secrets")
    assert found["ledger"]["text"] == "2 migrations are applied"
    assert found["schema"]["text"] == "1 files in schema/"
    assert "no superuser" in found["role"]["text"]
    assert [*found][-3:] == ["scratch", "pg_dump", "extensions"]


def test_exactly_what_is_printed_is_enough(reader: tuple[Workspace, tuple[str, ...], str]) -> None:
    project, statements, url = reader
    assert len(statements) == 4
    for command in WORK:
        done = project.run(*command, **{LIVE_VARIABLES[0]: url})
        assert done.returncode == 0, done.stdout + done.stderr
    project.schema(more=MORE)
    done = project.run("diff", "--stdout", **{LIVE_VARIABLES[0]: url})
    assert (done.returncode, done.stdout.strip()) == (0, MORE)
    found = checks(project, url)
    assert states(found) == {"rows": "warn", "changes": "warn"}
    assert "of postgres's" in found["changes"]["text"]
    assert project.run("doctor", "--read-only", READER).stdout == ""


@pytest.mark.parametrize(
    ("printed", "taken_away", "check"),
    [
        ("create role", 'alter role "{reader}" nologin', "connection"),
        ("grant connect", 'revoke connect on database {database} from "{reader}"', "connection"),
        ("grant pg_read_all_data", 'revoke pg_read_all_data from "{reader}"', "tables"),
        ("create policy", 'drop policy "read by {reader}" on schemactl.schema_migrations', "ledger"),
    ],
)
def test_with_one_fewer_the_work_fails_and_doctor_names_it(
    reader: tuple[Workspace, tuple[str, ...], str], printed: str, taken_away: str, check: str
) -> None:
    project, statements, url = reader
    (statement,) = [s for s in statements if s.startswith(printed)]
    project.by_hand(taken_away.format(reader=READER, database=project.database), admin=True)
    project.schema(more=MORE)
    assert any(project.run(*command, **{LIVE_VARIABLES[0]: url}).returncode not in (0, 3) for command in WORK)
    found = checks(project, url, code=1)
    assert found[check]["state"] == "fail"
    assert found[check]["hint"]
    again = project.ok("doctor", "--read-only", READER).splitlines()
    assert again == [statement.replace("create role", "alter role")]


def test_every_printed_statement_is_tried(reader: tuple[Workspace, tuple[str, ...], str]) -> None:
    _, statements, _ = reader
    assert [s.split(" to ")[0].split(" on ")[0].split('"')[0].strip() for s in statements] == [
        "create role",
        "grant connect",
        "grant pg_read_all_data",
        "create policy",
    ]


def test_a_role_that_sees_all_rows_needs_no_policy(project: Workspace) -> None:
    project.by_hand(f'create role "{READER}" login bypassrls', admin=True)
    try:
        assert project.ok("doctor", "--read-only", READER).splitlines() == [f'grant pg_read_all_data to "{READER}";']
    finally:
        project.by_hand(f'drop role "{READER}"', admin=True)


def test_a_policy_that_hides_rows_of_the_ledger_is_not_enough(reader: tuple[Workspace, tuple[str, ...], str]) -> None:
    project, _, url = reader
    project.by_hand("create policy few on schemactl.schema_migrations as restrictive for select using (id > 1)", admin=True)
    assert checks(project, url, code=1)["ledger"]["state"] == "fail"


def test_no_database(workspace: Workspace) -> None:
    done = workspace.run("doctor", "--db", "postgresql://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert "fail connection  cannot connect to nobody@127.0.0.1:1/nothing" in done.stdout
    assert "next: " in done.stdout
    assert "warn schema " in done.stdout


def test_the_transaction_pooler(workspace: Workspace) -> None:
    found = checks(workspace, "postgresql://postgres.abc@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", code=1)
    assert "transaction pooler" in found["connection"]["text"]
    assert "session pooler" in found["connection"]["hint"]


def test_a_name_that_leads_nowhere(workspace: Workspace) -> None:
    found = checks(workspace, "postgresql://postgres@db.abcdefghijklmnopqrst.supabase.invalid/postgres?connect_timeout=2", code=1)
    assert found["host"]["state"] == "fail"


def test_an_edited_migration_and_a_broken_folder(project: Workspace) -> None:
    project.edit("001_add_state_and_7_more", "numbers", "number")
    found = checks(project)
    assert found["migrations"]["state"] == "warn"
    assert found["migrations"]["hint"] == "schemactl prove 1"
    (project.generated / "001_add_state_and_7_more.sql").rename(project.generated / "003_x.sql")
    assert checks(project, code=1)["migrations"]["state"] == "fail"


def test_a_live_that_the_scratch_server_cannot_imitate(workspace: Workspace) -> None:
    with connect(workspace.admin_url) as admin:
        admin.execute("create extension hstore; create table public.t (h hstore)")
        admin.execute("update pg_extension set extname = 'nowhere' where extname = 'hstore'")
    found = checks(workspace, code=1)
    assert found["scratch"]["state"] == "fail"
    assert "extension nowhere" in found["scratch"]["text"]


def test_who_may_not_read_a_table_is_told_before_pg_dump_fails(project: Workspace) -> None:
    project.by_hand("create table public.others (id int); alter table public.others owner to schemactl_admin", admin=True)
    found = checks(project, code=1)
    assert found["tables"]["text"].endswith(": public.others")
    assert found["tables"]["hint"] == "grant pg_read_all_data to postgres;"
    assert found["changes"]["state"] == "warn"
