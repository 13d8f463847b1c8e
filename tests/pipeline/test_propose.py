"""The folder between diff, a person's edits, and prove."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schemactl.adapters.database import with_parts
from schemactl.config import Settings
from schemactl.errors import ExitCode, NotConverged, Refused, SchemactlError, UsageError
from schemactl.pipeline import Outcome, apply_pending, propose, prove_file
from workspace import Step, Workspace

A = Step("a", "create table public.a (x int);", "drop table public.a;")
B = Step("b", "create table public.b (x int);", "drop table public.b;")
TABLES = "create table public.a (x int);"


def diff(settings: Settings, **how) -> Outcome:  # type: ignore[no-untyped-def]
    return propose(settings, lambda _: None, **{"name": "", "start": "", "goal": "", "write": True, "strict": False, **how})


def prove(workspace: Workspace, number: int) -> Path:
    return prove_file(workspace.settings, lambda _: None, number).path


def apply(workspace: Workspace) -> None:
    apply_pending(workspace.settings, pytest.fail, confirm=None)


def refused(workspace: Workspace, number: int, kind: type[SchemactlError], message: str) -> str:
    """The hint of a proof that is refused; the folder stays as it is."""
    before = {p: p.read_bytes() for p in workspace.generated.iterdir()}
    with pytest.raises(kind, match=message) as caught:
        prove(workspace, number)
    assert {p: p.read_bytes() for p in workspace.generated.iterdir()} == before
    assert caught.value.hint
    return caught.value.hint


# a person edits a file


@pytest.fixture
def edited(workspace: Workspace) -> Workspace:
    """Files for a schema that is not applied yet, the last one edited without a change of what it leads to."""
    workspace.schema(a=TABLES)
    workspace.chain(A)
    workspace.edit("001_a", "create table public.a (x int);", "-- by hand\ncreate table public.a ();\nalter table public.a add x int;")
    return workspace


def test_an_edited_file_is_refused_until_it_is_proved(edited: Workspace) -> None:
    with pytest.raises(Refused, match=r"001_a\.sql is not the file that was proved") as caught:
        apply(edited)
    assert caught.value.hint == "Prove it: schemactl prove 1"
    assert edited.applied() == []
    path = prove(edited, 1)
    assert "-- by hand" in path.read_text()
    apply(edited)
    assert edited.applied() == ["000_migrations_table", "001_a"]


def test_what_was_measured_is_measured_again(workspace: Workspace) -> None:
    workspace.by_hand("create table public.b (x int);")
    workspace.schema(b="create table public.b (x int check (x > 0));")
    workspace.chain(
        replace(
            B, up="alter table public.b add constraint b_x_check check (x > 0);", down="alter table public.b drop constraint b_x_check;"
        )
    )
    path = prove(workspace, 1)
    assert (
        "\n-- locks: public.b ACCESS EXCLUSIVE (measured)\n-- rewrites: none\n-- hazards: blocks_reads (table public.b: "
        in path.read_text()
    )
    valid, instant = "add constraint b_x_check check (x > 0);", "add constraint b_x_check check (x > 0) not valid;"
    workspace.schema(b="create table public.b (x int); alter table public.b add constraint b_x_check check (x > 0) not valid;")
    workspace.edit("001_b", valid, instant)
    prove(workspace, 1)
    assert "\n-- locks: public.b ACCESS EXCLUSIVE (measured)\n-- rewrites: none\n-- hazards: none\n" in path.read_text()


def test_a_file_that_does_not_lead_to_the_schema_folder_is_left_alone(edited: Workspace) -> None:
    edited.edit("001_a", "add x int", "add x bigint")
    refused(edited, 1, NotConverged, r"~ column public\.a\.x \(type\)")
    with pytest.raises(Refused, match="not the file that was proved"):
        apply(edited)


def test_a_file_that_does_not_lead_back_is_left_alone(edited: Workspace) -> None:
    edited.edit("001_a", "-- drop table public.a;", "-- select 1;")
    refused(edited, 1, NotConverged, "DOWN does not return to the start")


def test_a_statement_that_fails_on_the_copy_is_no_failure_on_live(edited: Workspace) -> None:
    edited.edit("001_a", "add x int", "add x no_such_type")
    hint = refused(edited, 1, NotConverged, r'(?s)001_a up, statement 2 of 2 .*"no_such_type" does not exist \(SQLSTATE 42704\)')
    assert "schemactl prove" in hint


def test_transaction_control_is_refused_by_the_proof_too(edited: Workspace) -> None:
    edited.edit("001_a", "-- by hand\n", "commit;\n")
    refused(edited, 1, Refused, r"001_a up, statement 1 of 3 \(001_a\.sql:\d+\) is `commit`")


# what is not for a proof


def test_a_number_that_no_file_has(workspace: Workspace) -> None:
    workspace.chain(A)
    refused(workspace, 7, UsageError, "there is no migration 007 in generated_migrations/")


def test_an_applied_file_is_history(workspace: Workspace) -> None:
    workspace.chain(A)
    apply(workspace)
    assert "new migration" in refused(workspace, 1, Refused, "001_a is applied already")


def test_an_applied_file_that_was_edited_is_to_be_restored(workspace: Workspace) -> None:
    workspace.chain(A)
    apply(workspace)
    workspace.edit("001_a", "x int", "y int")
    assert "version control" in refused(workspace, 1, Refused, r"001_a\.sql was edited after it was applied")


def test_a_file_that_others_follow(workspace: Workspace) -> None:
    workspace.chain(A, B)
    refused(workspace, 1, Refused, "001_a is followed by other files")


# a folder that live contradicts


def test_diff_writes_nothing_where_an_applied_file_is_missing(workspace: Workspace) -> None:
    workspace.schema(a=TABLES)
    workspace.chain(A)
    apply(workspace)
    (workspace.generated / "001_a.sql").unlink()
    with pytest.raises(Refused, match="001_a is applied on live, but its file is missing"):
        diff(workspace.settings)
    assert [p.name for p in workspace.generated.iterdir()] == ["000_migrations_table.sql"]


def test_diff_writes_nothing_where_an_applied_file_was_edited(workspace: Workspace) -> None:
    workspace.schema(a=TABLES)
    workspace.chain(A)
    apply(workspace)
    workspace.edit("001_a", "x int", "y int")
    with pytest.raises(Refused, match=r"001_a\.sql was edited after it was applied"):
        diff(workspace.settings)


# sides


def test_a_side_that_is_neither_folder_nor_connection_string(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="desired is neither a folder nor a connection string") as caught:
        diff(workspace.settings, goal="desired", write=False)
    assert caught.value.hint


@pytest.mark.parametrize("side", ["start", "goal"])
def test_a_transaction_pooler_is_no_side(workspace: Workspace, side: str) -> None:
    pooler = with_parts(workspace.url, host="127.0.0.1", port="6543")
    with pytest.raises(Refused, match="transaction pooler") as caught:
        diff(workspace.settings, **{side: pooler}, write=False)
    assert caught.value.exit_code == ExitCode.REFUSED
    with pytest.raises(Refused, match="transaction pooler"):
        diff(replace(workspace.settings, live_url=pooler))


def test_two_folders_need_no_live_database(workspace: Workspace) -> None:
    for name, sql in (("old", "create table public.a ();"), ("new", "create table public.a (x int);")):
        (workspace.folder / name).mkdir()
        (workspace.folder / name / "a.sql").write_text(sql)
    outcome = diff(replace(workspace.settings, live_url=""), start="old", goal="new", write=False)
    assert outcome.compared == "old/ is what new/ says"
    assert outcome.proposal.up == "alter table public.a add column x integer;"
    assert outcome.files == ()
