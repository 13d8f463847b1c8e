"""A project that is there: its platform is no difference, what a user hung on it is, and a scratch server imitates both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch.server import url_of
from schemactl.desired import build
from schemactl.supabase import Extensions, available, base_sql
from workspace import Workspace

HERE = Path(__file__).parent
OWN = """
create table public.notes (id uuid primary key default extensions.uuid_generate_v4(), user_id uuid references auth.users, body text);
alter table public.notes enable row level security;
create policy own on public.notes using (user_id = (select auth.uid()));
create function public.on_sign_up() returns trigger language plpgsql security definer set search_path = ''
    as $$ begin insert into public.notes (user_id) values (new.id); return new; end $$;
create trigger on_sign_up after insert on auth.users for each row execute function public.on_sign_up();
comment on trigger on_sign_up on auth.users is 'A first note.';
create policy "own files" on storage.objects for select to authenticated using (owner_id = (select auth.uid()::text));
create policy listen on realtime.messages for select to authenticated using (realtime.topic() = 'notes');
alter publication supabase_realtime add table public.notes;
create view public.jobs with (security_invoker = true) as select jobid, jobname from cron.job;
create function public.call() returns bigint language sql as $$ select net.http_post('https://example.com', '{}') $$;
create function public.keep(secret text) returns uuid language sql as $$ select vault.create_secret(secret, 'mine') $$;
"""
EXTENSIONS = """create extension if not exists pg_cron; create extension if not exists pg_net with schema extensions;"""
OLD_DEFAULTS = "alter default privileges for role {} in schema public grant all on tables to anon, authenticated, service_role"


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    """A folder and its live, which has what the folder says; `postgres` owns the user's part and is no superuser."""
    (workspace.folder / "schemactl.toml").write_text("")
    workspace.schema(own=OWN, extensions=EXTENSIONS)
    with connect(workspace.admin_url) as admin:
        extensions = Extensions(can=available(admin))
        admin.execute(base_sql(admin))
        for statement in EXTENSIONS.split(";")[:2]:
            admin.execute(extensions.instead(statement))
        admin.execute((HERE / "live.sql").read_text(encoding="utf-8"))
        owner = workspace.server.owner
        admin.execute(f"grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to {owner}")
        admin.execute(OLD_DEFAULTS.format(owner))
    with connect(workspace.url) as live:
        build(live, workspace.folder / "schema", install=lambda _: True)
    return workspace


def test_nothing_of_the_platform_is_a_difference(project: Workspace) -> None:
    assert project.json("diff")["changes"] == []
    assert project.json("status")["platform"].startswith("supabase")


def test_what_is_changed_by_hand_is_all_that_is_seen(project: Workspace) -> None:
    project.by_hand(
        """
        create table public.added_in_the_dashboard (id bigint primary key);
        alter table public.notes disable row level security;
        drop policy "own files" on storage.objects; create policy "all files" on storage.objects for select using (true);
        drop trigger on_sign_up on auth.users;
        alter publication supabase_realtime add table public.added_in_the_dashboard;
        """
    )
    found = project.json("diff")
    assert sorted(line for line in found["changes"] if "added_in_the_dashboard" not in line) == [
        '+ policy "own files" on storage.objects',
        "+ trigger on_sign_up on auth.users",
        '- policy "all files" on storage.objects',
        "~ publication supabase_realtime (tables)",
        "~ table public.notes (row_security)",
    ]
    project.json("apply", "--yes", "--allow", "deletes_data")
    assert project.json("diff")["changes"] == []


def test_new_tables_get_what_the_projects_defaults_give(project: Workspace) -> None:
    project.schema(more="create table public.more (id int primary key);")
    found = project.json("diff")
    assert "grant" not in found["up"]
    project.json("apply", "--yes")
    assert project.value("select has_table_privilege('anon', 'public.more', 'select')")
    assert project.json("diff")["changes"] == []


def test_an_extension_of_the_platforms_may_be_brought_up_to_date(project: Workspace) -> None:
    project.schema(more="create table public.more (id int primary key);")
    project.json("diff")
    with connect(project.admin_url) as admin:
        admin.execute("update pg_extension set extversion = '1.5.12' where extname = 'pg_graphql'")
    project.json("apply", "--yes")
    assert project.json("status")["clean"]
    assert project.json("diff")["changes"] == []


def test_a_schema_without_a_live_finds_the_platform(workspace: Workspace) -> None:
    (workspace.folder / "schemactl.toml").write_text('platform = "supabase"\n')
    workspace.schema(own=OWN, extensions=EXTENSIONS)
    (workspace.folder / "empty").mkdir()
    (workspace.folder / "empty" / "nothing.sql").write_text(EXTENSIONS)
    found = workspace.json("diff", "--from", "empty", "--to", "schema", "--stdout")
    assert "+ table public.notes" in found["changes"] or "+ table public.notes (5 columns)" in str(found["changes"])


def test_a_type_that_only_a_library_knows_is_named(workspace: Workspace) -> None:
    """Live's server has an extension that the scratch server lacks: here its name alone, which no server has."""
    with connect(workspace.admin_url) as admin:
        admin.execute(
            "create extension hstore; create table public.t (h hstore);update pg_extension set extname = 'nowhere' where extname = 'hstore'"
        )
    workspace.schema(t="create table public.t (id int);")
    said = workspace.fail(1, "diff")
    assert "extension nowhere, type public.hstore" in said
    assert "column h of table public.t needs it" in said
    assert "scratch.image" in said


def test_a_project_begins_from_what_is_there(project: Workspace) -> None:
    """As the plain owner: live as files, as a baseline, and neither is a difference; the folder as it is written builds live."""
    shutil.rmtree(project.folder / "schema")
    (project.folder / "schemactl.toml").unlink()
    found = project.json("init")
    assert 'platform = "supabase"' in (project.folder / "schemactl.toml").read_text()
    assert len(found["pulled"]["files"]) > 5
    assert project.json("diff", "--exit-code")["changes"] == []
    assert [m["version"] for m in project.json("apply", "--yes")["migrations"]] == ["000_migrations_table", "001_baseline"]
    assert project.json("status", "--exit-code")["clean"]
    assert project.json("pull", "--check")["changes"] == []


def test_a_role_that_only_reads_sees_what_the_owner_sees(project: Workspace) -> None:
    project.schema(more="create table public.more (id int primary key);")
    found = project.json("diff")
    project.json("apply", "--yes")
    try:
        with connect(project.admin_url) as admin:
            for statement in project.ok("doctor", "--read-only", "ci_reader").splitlines():
                admin.execute(statement)
            admin.execute("alter role ci_reader password 'only-for-this-test'")
        url = url_of(project.server.parts, "ci_reader", "only-for-this-test", project.database)
        for command in (["doctor"], ["status", "--exit-code"], ["pull", "--check"], ["diff", "--exit-code"]):
            done = project.run(*command, SCHEMACTL_DATABASE_URL=url)
            assert done.returncode == 0, done.stdout + done.stderr
        project.schema(again="create table public.again (id int primary key);")
        done = project.run("diff", "--stdout", SCHEMACTL_DATABASE_URL=url)
        assert done.stdout.startswith("create table public.again (")
        assert found["up"].replace("public.more", "public.again").replace("more_pkey", "again_pkey").strip().endswith(done.stdout.strip())
    finally:
        project.by_hand("drop owned by ci_reader; drop role ci_reader", admin=True)


def test_what_is_looked_at_is_the_users(project: Workspace) -> None:
    found = {s["name"]: s for s in project.json("inspect")["sections"]}
    assert [name for name, s in found.items() if s["cannot_tell"]] == []
    assert [row["relation"] for row in found["tables"]["rows"]] == ["public.notes"]
    assert found["tables"]["platform_rows_left_out"] > 5
    assert project.json("doctor")["well"]
