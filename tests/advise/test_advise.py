"""Each rule finds what is bad, leaves alone what is good, and its fix, where it has one, mends what it found."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.advise import Finding, find, rules
from schemactl.advise.asking import wrapped
from schemactl.supabase import base_sql
from workspace import Workspace

CASES = Path(__file__).parent / "cases"
REPOSITORY = Path(__file__).parents[2]
API = ("public", "graphql_public", "pgmq_public")
OURS = ("public", "app", "pgmq")
NewDatabase = Callable[[], str]


def found(database: Database, rule: str) -> tuple[Finding, ...]:
    return find(database, [rules()[rule]], lambda schema, _: schema in OURS, api=API, ignored=(), report=lambda _: None)


def test_every_rule_has_a_case() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(rules())


@pytest.mark.parametrize("rule", sorted(rules()))
def test_rule(new_database: NewDatabase, rule: str) -> None:
    for name in ("bad", "good"):
        with connect(new_database()) as database:
            database.execute(base_sql(database))
            database.execute((CASES / rule / f"{name}.sql").read_text(encoding="utf-8"))
            database.execute("analyze")
            findings = found(database, rule)
            wanted = (CASES / rule / "expected").read_text(encoding="utf-8").splitlines() if name == "bad" else []
            assert sorted(str(f.key) for f in findings) == wanted
            for finding in findings:
                if finding.fix:
                    database.execute(finding.fix)
            assert [str(f.key) for f in found(database, rule) if f.fix] == []


@pytest.mark.parametrize(
    ("condition", "better"),
    [
        ("auth.uid() = owner", "(select auth.uid()) = owner"),
        ("(select auth.uid()) = owner", "(select auth.uid()) = owner"),
        ("owner in (select auth.uid())", "owner in (select auth.uid())"),
        ("'é' = auth.role() or mine(auth.uid())", "'é' = (select auth.role()) or mine((select auth.uid()))"),
        ("current_setting('a)(b', true) = 'x'", "(select current_setting('a)(b', true)) = 'x'"),
        ("other.uid() = owner", "other.uid() = owner"),
    ],
)
def test_what_is_asked_for_each_row_is_asked_once(condition: str, better: str) -> None:
    assert wrapped(condition) == better


def _bad(workspace: Workspace) -> None:
    workspace.schema(
        orders="create table public.orders (id int primary key, owner uuid);\n"
        "create policy own on public.orders for select using (owner = auth.uid());",
        people="create table public.people (id int primary key, orders int references public.orders);\n",
    )
    (workspace.folder / "schemactl.toml").write_text('platform = "supabase"\n')


def test_the_patch_mends_the_files(workspace: Workspace) -> None:
    _bad(workspace)
    before = {f["rule"] for f in workspace.json("advise", "--from", "schema")["findings"]}
    assert {"policy_exists_rls_disabled", "auth_rls_initplan", "unindexed_foreign_keys"} <= before
    patch = workspace.ok("advise", "--from", "schema", "--patch")
    done = subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=workspace.folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "create index on public.people (orders);" in (workspace.folder / "schema" / "people.sql").read_text()
    after = {f["rule"] for f in workspace.json("advise", "--from", "schema")["findings"]}
    assert not {"policy_exists_rls_disabled", "auth_rls_initplan", "unindexed_foreign_keys"} & after


def test_what_is_said_where_and_how_it_ends(workspace: Workspace) -> None:
    _bad(workspace)
    done = workspace.run("advise", "--from", "schema", "--level", "error", "--exit-code")
    assert done.returncode == 3
    assert "error  Policies are there, and row level security is off  (policy_exists_rls_disabled)" in done.stdout
    assert "table public.orders: its policies: own  schema/orders.sql:1" in done.stdout
    (workspace.folder / "schemactl.toml").write_text('platform = "supabase"\nadvise_ignore = ["policy_exists_rls_disabled *.orders"]\n')
    assert workspace.run("advise", "--from", "schema", "--rule", "policy_exists_rls_disabled", "--exit-code").returncode == 0
    assert "there is no rule nonsense" in workspace.fail(2, "advise", "--from", "schema", "--rule", "nonsense")


def test_sarif_says_where(workspace: Workspace) -> None:
    _bad(workspace)
    run = json.loads(workspace.ok("advise", "--from", "schema", "--level", "error", "--sarif"))["runs"][0]
    (result,) = (r for r in run["results"] if r["ruleId"] == "policy_exists_rls_disabled")
    assert result["level"] == "error"
    assert result["message"]["text"].startswith(
        "Policies are there, and row level security is off: table public.orders (its policies: own)."
    )
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "schema/orders.sql"
    assert "three forms of one output" in workspace.fail(2, "advise", "--sarif", "--patch")


def test_live_is_asked_as_it_is(workspace: Workspace) -> None:
    workspace.by_hand("create table t (id int); create table schemas (id int primary key)")
    found = workspace.json("advise", "--rule", "no_primary_key")["findings"]
    assert [(f["object"], f["place"]) for f in found] == [("public.t", None)]


def test_the_schema_of_this_repository(workspace: Workspace) -> None:
    shutil.copytree(REPOSITORY / "schema", workspace.folder / "schema")
    (workspace.folder / "schemactl.toml").unlink()
    shutil.copy(REPOSITORY / "pyproject.toml", workspace.folder / "pyproject.toml")
    assert workspace.json("advise", "--from", "schema")["findings"] == []
