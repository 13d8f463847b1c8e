"""A project that was there before: its state becomes the first migration, recorded where it is, run where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemactl import migrations
from schemactl.adapters.scratch import ScratchServer, scratch_database
from workspace import Workspace

BEFORE = """
    create type mood as enum ('calm', 'wild');
    create table people (id int primary key, name text not null, mood mood not null default 'calm');
    create view names as select name from people;
    insert into people values (1, 'ada');
"""
HISTORY = {
    "20240101000000_people.sql": "create type mood as enum ('calm'); create table people (id int primary key, name text not null);",
    "20240102000000_moods.sql": "alter type mood add value 'wild'; commit; alter table people add mood mood not null default 'calm';",
    "notes.sql": "this is no migration",
}
LEDGER = "create schema supabase_migrations; create table supabase_migrations.schema_migrations (version text primary key);"
BASELINE = ["000_migrations_table", "001_baseline"]


@pytest.fixture
def there(workspace: Workspace) -> Workspace:
    """A folder with nothing but settings, and a live that people have used."""
    workspace.by_hand(BEFORE)
    return workspace


def _supabase(there: Workspace, *applied: str, **files: str) -> None:
    folder = there.folder / "supabase" / "migrations"
    folder.mkdir(parents=True)
    for name, sql in {**HISTORY, **files}.items():
        (folder / name).write_text(sql)
    there.by_hand(LEDGER)
    for version in applied:
        there.by_hand(f"insert into supabase_migrations.schema_migrations values ('{version}')")


def test_what_is_there_is_recorded_and_not_run(there: Workspace) -> None:
    found = there.json("init")
    assert [Path(f).stem for f in found["baseline"]["files"]] == BASELINE
    assert there.json("diff", "--exit-code")["changes"] == []
    there.json("apply", "--yes")
    assert there.applied() == BASELINE
    assert there.value("select name from people") == "ada"
    assert there.json("status")["clean"]
    assert there.json("diff", "--exit-code")["changes"] == []
    said = there.fail(4, "rollback", "1", "--yes")
    assert "001_baseline was recorded on live, not run" in said


def test_the_next_migration_follows_on_it(there: Workspace) -> None:
    there.json("init")
    (there.folder / "schema" / "more.sql").write_text("create table public.more (id int primary key);")
    assert there.json("diff", "more")["changes"] == ["+ table public.more"]
    assert [m["version"] for m in there.json("apply", "--yes")["migrations"]] == [*BASELINE, "002_more"]
    assert [m["version"] for m in there.json("rollback", "1", "--yes")["migrations"]] == ["002_more"]
    there.fail(4, "rollback", "1", "--yes")


def test_elsewhere_it_runs_and_can_be_rolled_back(there: Workspace, server: ScratchServer) -> None:
    there.json("init")
    with scratch_database(server) as name:
        new = ("--db", server.owner_url(name))
        there.json("apply", "--yes", *new)
        assert there.json("status", *new)["clean"]
        assert there.json("diff", *new)["changes"] == []
        assert [m["version"] for m in there.json("rollback", "1", "--yes", *new)["migrations"]] == ["001_baseline"]


def test_neither_there_nor_new(there: Workspace) -> None:
    there.json("init")
    there.by_hand("drop view names")
    said = there.fail(4, "apply", "--yes")
    assert "live is not in the state that 000_migrations_table starts from" in said


def test_a_dry_run_records_nothing(there: Workspace) -> None:
    there.json("init")
    before = there.traces()[:2]
    assert "001_baseline: live has all that it makes" in there.run("apply", "--dry-run").stderr
    assert there.traces()[:2] == before


def test_init_leaves_alone_what_is_there(there: Workspace) -> None:
    there.schema(mine="create table public.mine (id int);")
    there.json("init")
    assert [p.name for p in (there.folder / "schema").rglob("*.sql")] == ["mine.sql"]
    files = migrations.read(there.generated)
    again = there.json("init")
    assert (again["settings"], again["pulled"], again["baseline"]) == (None, None, None)
    assert migrations.read(there.generated) == files


def test_a_new_folder_gets_settings_that_name_the_platform(there: Workspace) -> None:
    (there.folder / "schemactl.toml").unlink()
    there.json("init")
    assert 'platform = "plain"' in (there.folder / "schemactl.toml").read_text()
    assert there.json("diff", "--exit-code")["changes"] == []


def test_without_a_live(workspace: Workspace) -> None:
    (workspace.folder / "schemactl.toml").unlink()
    done = workspace.run("init", SCHEMACTL_DATABASE_URL="")
    assert "no live database is named" in done.stdout
    assert 'platform = "auto"' in (workspace.folder / "schemactl.toml").read_text()
    assert (workspace.folder / "schema").is_dir()


def test_a_live_with_nothing_needs_none(workspace: Workspace) -> None:
    assert workspace.json("baseline")["files"] == []
    assert not workspace.generated.exists() or not list(workspace.generated.iterdir())


def test_supabases_own_migrations_are_adopted(there: Workspace) -> None:
    _supabase(there, "20240101000000", "20240102000000")
    found = there.json("baseline")
    assert found["adopts"] == "adopts 2 files of supabase/migrations, the last 20240102000000_moods"
    assert found["unread"] == ""
    assert [line for line in found["beyond"] if "supabase_migrations" not in line] == ["+ view public.names"]
    notes = dict(migrations.read(there.generated)[1].notes)
    assert notes["baseline"].endswith(found["adopts"])


def test_one_that_has_not_run_is_refused(there: Workspace) -> None:
    _supabase(there, "20240101000000")
    assert "20240102000000_moods.sql has not run on live" in there.fail(4, "baseline")


def test_one_that_cannot_run_is_named(there: Workspace) -> None:
    _supabase(there, "20240101000000", "20240102000000", **{"20240103000000_gone.sql": "drop table nowhere;"})
    there.by_hand("insert into supabase_migrations.schema_migrations values ('20240103000000')")
    assert there.json("baseline")["unread"].startswith('20240103000000_gone.sql does not run on a new project: table "nowhere" does not')


def test_a_project_under_way_is_refused(there: Workspace) -> None:
    there.json("init")
    assert "generated_migrations/ holds migrations" in there.fail(4, "baseline")
    there.json("apply", "--yes")
    for file in there.generated.iterdir():
        file.unlink()
    assert "live has run 2 migrations of schemactl, whose files are not here" in there.fail(4, "baseline")
    assert there.json("init")["baseline"] is None


def test_a_baseline_is_not_proved_again(there: Workspace) -> None:
    there.json("baseline")
    assert "001_baseline is a baseline" in there.fail(4, "prove", "1")
