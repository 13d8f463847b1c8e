"""The command `lint`: what a real proof has measured, its three outputs, which files it takes, and that ours come out clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemactl import config
from schemactl.errors import ExitCode
from schemactl.pipeline import lint
from workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
BEFORE = """
create table public.indexed (id bigint primary key, n bigint);
create table public.checked (id bigint primary key, n bigint);
create table public.retyped (id bigint primary key, n integer);
create table public.widened (id bigint primary key, n varchar(10));
create table public.stamped (id bigint primary key);
create table public.drawn (id bigint primary key);
"""
AFTER = """
create table public.indexed (id bigint primary key, n bigint);
create index indexed_n on public.indexed (n);
create table public.checked (id bigint primary key, n bigint constraint positive check (n > 0));
create table public.retyped (id bigint primary key, n bigint);
create table public.widened (id bigint primary key, n varchar(20));
create table public.stamped (id bigint primary key, at timestamptz default now());
create table public.drawn (id bigint primary key, at timestamptz default clock_timestamp());
create table public.new (id bigint primary key, n bigint);
create index new_n on public.new (n);
"""


def quiet(_: str) -> None:
    """A report to nobody."""


def looked(workspace: Workspace, *arguments: str) -> dict[str, set[tuple[str, str]]]:
    """What is found and what is disproved, each as a rule and the first object that it is about."""
    data = workspace.json("lint", *arguments)
    sides = {"findings": data["findings"], **data["left_out"]}
    return {name: {(f["rule"], f["objects"][0] if f["objects"] else "") for f in found} for name, found in sides.items()}


def test_what_a_real_proof_measured_decides(workspace: Workspace) -> None:
    workspace.schema(all=BEFORE)
    workspace.ok("diff", "begin")
    workspace.ok("apply", "--yes")
    assert workspace.json("lint")["findings"] == []
    workspace.schema(all=AFTER)
    workspace.ok("diff", "next")
    found = looked(workspace, "generated_migrations/002_next.sql")
    assert found["findings"] == {
        ("require-concurrent-index-creation", "public.indexed"),
        ("constraint-missing-not-valid", "public.checked"),
        ("changing-column-type", "public.retyped"),
        ("adding-field-with-default", "public.drawn"),
    }
    assert found["disproved"] == {("changing-column-type", "public.widened")}


def test_three_outputs_say_the_same(workspace: Workspace) -> None:
    workspace.schema(a="create table if not exists public.a (x bigint);\n\nset work_mem = '1MB';\nset work_mem = '2MB';\n")
    said = workspace.ok("lint")
    assert said.startswith("schema/a.sql\n  warning  if-not-exists  line 1\n    with `if not exists` a second definition")
    assert "\n  warning  session-statement  lines 3, 4\n" in said
    assert said.endswith("\n3 findings in 1 file\n")
    assert [(f["file"], f["line"], f["rule"]) for f in workspace.json("lint")["findings"]] == [
        ("schema/a.sql", 1, "if-not-exists"),
        ("schema/a.sql", 3, "session-statement"),
        ("schema/a.sql", 4, "session-statement"),
    ]
    (run,) = json.loads(workspace.ok("lint", "--sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    places = [(r["ruleId"], rules[r["ruleIndex"]], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in run["results"]]
    assert places == [(name, name, line) for name, line in (("if-not-exists", 1), ("session-statement", 3), ("session-statement", 4))]
    assert workspace.run("lint", "--sarif", "--json").returncode == ExitCode.USAGE


def test_exit_code(workspace: Workspace) -> None:
    workspace.schema(a="create table if not exists public.a (x bigint);", b="create table public.b (x bigint);")
    assert workspace.run("lint", "--exit-code").returncode == ExitCode.DIFFERENT
    assert workspace.ok("lint", "--exit-code", "schema/b.sql") == "no findings in 1 file\n"
    (workspace.folder / "schemactl.toml").write_text('lint_ignore = ["if-not-exists schema/a.*"]')
    done = workspace.run("lint", "--exit-code")
    assert (done.returncode, done.stdout, done.stderr) == (0, "no findings in 2 files\n", "1 left out by lint_ignore\n")


@pytest.mark.parametrize(
    ("entry", "left_out"),
    [
        ("if-not-exists", 2),
        ("if-not-exists schema/a.sql", 1),
        ("if-not-exists public.b", 1),
        ("if-not-exists public.*", 2),
        ("if-not-exists other", 0),
        ("if-not", 0),
        ("session-statement", 0),
    ],
)
def test_lint_ignore(tmp_path: Path, entry: str, left_out: int) -> None:
    (tmp_path / "schemactl.toml").write_text(f'lint_ignore = ["{entry}"]')
    (tmp_path / "schema").mkdir()
    for name in "ab":
        (tmp_path / "schema" / f"{name}.sql").write_text(f"create table if not exists public.{name} ();")
    found = lint(config.load(tmp_path, {}), quiet)
    assert (len(found.ignored), len(found.findings)) == (left_out, 2 - left_out)


def test_files_of_others_and_files_that_are_not_there(workspace: Workspace) -> None:
    other = workspace.folder / "supabase" / "migrations"
    other.mkdir(parents=True)
    (other / "1_a.sql").write_text("create table a (x bigint);\nalter table b add column y char(3);")
    data = workspace.json("lint", "supabase")
    assert ("supabase/migrations/1_a.sql", 2, "ban-char-field") in {(f["file"], f["line"], f["rule"]) for f in data["findings"]}
    assert "there is no file nowhere.sql" in workspace.fail(ExitCode.USAGE, "lint", "nowhere.sql")
    (other / "1_a.sql").write_bytes(b"select '\xe9';")
    assert "1_a.sql is not UTF-8" in workspace.fail(ExitCode.USAGE, "lint", "supabase")


def test_declared_data_is_no_stray_row(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "a.sql").write_text("insert into storage.buckets (id, name) values ('a', 'a');")
    assert [f.rule for f in lint(config.load(tmp_path, {}), quiet).findings] == ["rows-in-schema"]
    (tmp_path / "schemactl.toml").write_text('declared_data = ["buckets", "cron_jobs"]')
    assert lint(config.load(tmp_path, {}), quiet).findings == ()


def test_no_database_is_asked(workspace: Workspace) -> None:
    workspace.schema(a="create table public.a (x bigint);")
    assert workspace.run("lint", SCHEMACTL_DATABASE_URL="").returncode == 0


def test_our_own_files_are_clean() -> None:
    found = lint(config.load(REPOSITORY, {}), quiet)
    assert found.findings == ()
    assert found.files == len([*(REPOSITORY / "schema").rglob("*.sql"), *(REPOSITORY / "generated_migrations").glob("*.sql")])
    assert found.disproved
    assert {f.path for f in found.ignored} == {"generated_migrations/003_indexes_performance.sql"}
