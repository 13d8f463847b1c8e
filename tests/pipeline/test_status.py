"""What status says of folder, ledger and live."""

from __future__ import annotations

import pytest

from schemactl.pipeline import Status, apply_pending, read_status, roll_back
from workspace import Step, Workspace

A = Step("a", "create table public.a (x int);", "drop table public.a;")
B = Step("b", "create table public.b (x int);", "drop table public.b;")


def up(workspace: Workspace, up_to: int | None = None) -> None:
    apply_pending(workspace.settings, pytest.fail, confirm=None, up_to=up_to)


def states(found: Status) -> dict[str, str]:
    return {version: state for version, state, _ in found.rows}


def test_an_empty_project_is_clean(workspace: Workspace) -> None:
    found = read_status(workspace.settings)
    assert (found.rows, found.drift, found.is_clean) == ((), (), True)
    assert found.summary.endswith("has seen no migration yet")


def test_what_never_ran_is_pending_and_live_is_not_said_to_be_as_a_migration_left_it(workspace: Workspace) -> None:
    workspace.chain(A)
    found = read_status(workspace.settings)
    assert states(found) == {"000_migrations_table": "pending", "001_a": "pending"}
    assert not found.is_clean
    assert found.summary.endswith("has seen no migration yet")


def test_who_applied_it(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace)
    found = read_status(workspace.settings)
    assert found.is_clean
    assert found.summary.endswith("is as the last migration left it")
    assert all(" by postgres, " in detail for _, _, detail in found.rows)


def test_applied_pending_edited_and_unproved(workspace: Workspace) -> None:
    workspace.chain(A, B)
    up(workspace, up_to=1)
    workspace.edit("001_a", "x int", "y int")
    workspace.edit("002_b", "x int", "y int")
    found = read_status(workspace.settings)
    assert states(found) == {"000_migrations_table": "applied", "001_a": "edited", "002_b": "pending"}
    assert found.rows[2][2] == "not proved as it stands: schemactl prove 2"
    assert not found.is_clean


def test_missing(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace)
    (workspace.generated / "001_a.sql").unlink()
    found = read_status(workspace.settings)
    assert states(found) == {"000_migrations_table": "applied", "001_a": "missing"}
    assert not found.is_clean


def test_rolled_back_is_pending_again(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace)
    roll_back(workspace.settings, pytest.fail, 1, confirm=None)
    found = read_status(workspace.settings)
    assert states(found) == {"000_migrations_table": "applied", "001_a": "pending"}
    assert found.drift == ()


def test_drift_is_named_by_object(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace)
    workspace.by_hand("alter table public.a add y int; alter table public.a alter x type bigint; comment on table public.a is 'mine'")
    found = read_status(workspace.settings)
    assert set(found.drift) == {"+ column public.a.y", "~ column public.a.x", "+ comment table public.a"}
    assert not found.is_clean
    assert "has drifted: 3 objects changed since the last migration\n" in found.summary


def test_reading_changes_nothing(workspace: Workspace) -> None:
    workspace.chain(A)
    before = workspace.state()
    workspace.by_hand(f"alter role postgres in database {workspace.database} set default_transaction_read_only = on", admin=True)
    assert not read_status(workspace.settings).is_clean
    assert workspace.state() == before


def test_what_is_not_compared_is_counted(workspace: Workspace) -> None:
    workspace.by_hand("create table public.a (x int primary key); create table public.tmp_b (x int); create schema other")
    workspace.by_hand("create table other.c (x int); create view other.d as select 1 as one; comment on table other.c is 'c'")
    (workspace.folder / "schemactl.toml").write_text('platform = "plain"\nexclude = ["table public.tmp_*", "schema other"]\n')
    assert read_status(workspace.settings).left_out == {"include and exclude, or made by use": {"schema": 1, "table": 2, "view": 1}}
    assert "not compared: 4 objects\n  include and exclude, or made by use: 1 schema, 2 table, 1 view\n" in workspace.ok("status", "-v")
    assert "not compared" not in workspace.ok("status")
