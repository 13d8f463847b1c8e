"""Buckets and cron jobs that schema files declare: made, changed, taken back; what nobody declared stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schemactl.adapters.database import connect
from schemactl.supabase import Extensions, available, base_sql
from workspace import Workspace

BUCKET = "insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values "
AVATARS = BUCKET + "('avatars', 'avatars', true, 1048576, array['image/png', 'image/jpeg']);"
JOBS = "create extension if not exists pg_cron; select cron.schedule('nightly', '0 3 * * *', $$select 'it''s'$$);"
# as the platform does: a deletion by SQL would leave files behind
PROTECTED = """
    create function storage.protect_delete() returns trigger language plpgsql as $$ begin
        if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
            raise exception 'Direct deletion from storage tables is not allowed. Use the Storage API instead.' using errcode = '42501';
        end if;
        return null;
    end $$;
    create trigger protect_buckets_delete before delete on storage.buckets for each statement execute function storage.protect_delete();
    alter function storage.protect_delete() owner to supabase_storage_admin;
"""
NAMES = "select coalesce(string_agg(id, ' ' order by id), '') from storage.buckets"
SCHEDULES = "select coalesce(string_agg(jobname || ' ' || schedule, ', ' order by jobname), '') from cron.job"


@pytest.fixture
def project(workspace: Workspace) -> Iterator[Workspace]:
    """A Supabase project with a bucket and a job that somebody made by hand."""
    (workspace.folder / "schemactl.toml").write_text('platform = "supabase"\ndeclared_data = ["buckets", "cron_jobs"]\n')
    with connect(workspace.admin_url) as admin:
        admin.execute(base_sql(admin))
        admin.execute(PROTECTED)
        admin.execute(Extensions(can=available(admin)).instead("create extension pg_cron"))
        admin.execute(f"grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to {workspace.server.owner}")
    workspace.by_hand(BUCKET + "('by-hand', 'by-hand', false, null, null)")
    workspace.by_hand("select cron.schedule('by hand', '* * * * *', 'select 1')")
    workspace.schema(t="create table public.t (id int primary key);", buckets=AVATARS, jobs=JOBS)
    return workspace


def test_what_is_declared_is_made_and_taken_back(project: Workspace) -> None:
    found = project.json("diff", "data")
    assert found["changes"] == ["+ bucket avatars", "+ cron_job nightly", "+ table public.t"]
    project.json("apply", "--yes")
    assert project.value(NAMES) == "avatars by-hand"
    assert project.value(SCHEDULES) == "by hand * * * * *, nightly 0 3 * * *"
    assert project.value("select command from cron.job where jobname = 'nightly'") == "select 'it''s'"
    assert project.json("status", "--exit-code")["clean"]
    assert not project.json("diff", "--exit-code")["different"]
    project.json("rollback", "1", "--yes")
    assert project.value(NAMES) == "by-hand"
    assert project.value(SCHEDULES) == "by hand * * * * *"


def test_what_is_declared_otherwise_is_changed(project: Workspace) -> None:
    project.json("diff", "data")
    project.json("apply", "--yes")
    project.schema(buckets=AVATARS.replace("true", "false").replace("1048576", "null"), jobs=JOBS.replace("0 3", "30 4"))
    found = project.json("diff", "more")
    assert found["changes"] == ["~ bucket avatars (public, size_limit)", "~ cron_job nightly (schedule)"]
    assert "update storage.buckets set public = false, file_size_limit = null where id = 'avatars'" in found["up"]
    project.json("apply", "--yes")
    assert project.value("select public from storage.buckets where id = 'avatars'") is False
    assert project.value(SCHEDULES) == "by hand * * * * *, nightly 30 4 * * *"
    project.json("rollback", "1", "--yes")
    assert project.value("select public and file_size_limit = 1048576 from storage.buckets where id = 'avatars'") is True


def test_what_was_made_by_hand_can_be_declared_later(project: Workspace) -> None:
    project.schema(buckets=AVATARS + BUCKET + "('by-hand', 'by-hand', true, null, null);")
    found = project.json("diff", "data")
    assert '~ bucket "by-hand" (public)' in found["changes"]
    project.json("apply", "--yes")
    assert project.value("select public from storage.buckets where id = 'by-hand'") is True


def test_what_is_declared_no_more_stays(project: Workspace) -> None:
    project.json("diff", "data")
    project.json("apply", "--yes")
    project.schema(buckets="-- none", jobs="create extension if not exists pg_cron;")
    assert not project.json("diff", "--exit-code")["different"]
    assert project.value(NAMES) == "avatars by-hand"


def test_without_the_setting_nobody_looks(project: Workspace) -> None:
    (project.folder / "schemactl.toml").write_text('platform = "supabase"\n')
    assert project.json("diff", "data")["changes"] == ["+ table public.t"]


def test_pull_writes_them(project: Workspace) -> None:
    for file in (project.folder / "schema").iterdir():
        file.unlink()
    project.json("pull")
    assert not project.json("diff", "--exit-code")["different"]
    assert "by-hand" in (project.folder / "schema" / "buckets.sql").read_text()
    assert "cron.schedule('by hand'" in (project.folder / "schema" / "cron_jobs.sql").read_text()


def test_an_unknown_kind_is_refused(project: Workspace) -> None:
    (project.folder / "schemactl.toml").write_text('declared_data = ["queues"]\n')
    assert "`declared_data` may hold buckets and cron_jobs, not 'queues'" in project.fail(2, "diff")
