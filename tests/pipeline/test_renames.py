"""Renames: carried out where a person said so, named as a doubt where nobody did, and refused where they mean nothing."""

from __future__ import annotations

import os
import pty
from contextlib import suppress
from pathlib import Path

import pytest

from schemactl.errors import ExitCode
from workspace import COMMAND, Workspace

LIVE = "create table public.orders (id int, note text); insert into public.orders values (1, 'kept');"
NEW = "create table public.orders (id int, notes text);"


def last_file(workspace: Workspace) -> Path:
    return max(workspace.generated.iterdir())


def sql(workspace: Workspace) -> str:
    """UP of the last file, in one line."""
    text = last_file(workspace).read_text().partition("-- UP")[2].partition("-- DOWN")[0]
    return " ".join(text.split())


def test_a_remark_in_the_schema_file_keeps_the_values(workspace: Workspace) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW.replace("notes text", "notes text -- schemactl: renamed from note\n"))
    said = workspace.ok("diff")
    assert "~ column public.orders.notes (renamed from public.orders.note)" in said
    assert sql(workspace) == "alter table public.orders rename column note to notes;"
    assert "rename_orders_notes" in last_file(workspace).name
    workspace.ok("apply", "--yes")
    assert workspace.value("select notes from public.orders") == "kept"
    # the remark may stay: what is done is done
    assert "nothing to do" in workspace.ok("diff")
    workspace.ok("rollback", "--yes")
    assert workspace.value("select note from public.orders") == "kept"


def test_an_option_says_the_same(workspace: Workspace) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW.replace("public.orders", "public.purchases"))
    workspace.ok("diff", "--rename", "orders=purchases", "--rename", "purchases.note=notes")
    assert sql(workspace) == "alter table public.orders rename to purchases; alter table public.purchases rename column note to notes;"


def test_what_nobody_spoke_of_is_a_doubt_in_output_and_header(workspace: Workspace) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW)
    found = workspace.json("diff")
    assert "may_be_rename" in [h["name"] for h in found["hazards"]]
    header = " ".join(last_file(workspace).read_text().partition("-- UP")[0].replace("--", " ").split())
    assert "may_be_rename (column public.orders.note: it goes with what it holds" in header
    assert "renamed from note" in header
    assert "deletes_data" in workspace.fail(ExitCode.REFUSED, "apply", "--yes")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("note", "is not of the form OLD=NEW"),
        ("orders.id=notes", "names nothing that is to be renamed"),
        ("public.orders.note=remark", "names nothing that is to be renamed"),
    ],
)
def test_an_option_that_means_nothing_is_refused(workspace: Workspace, option: str, words: str) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW)
    assert words in workspace.fail(ExitCode.USAGE, "diff", "--rename", option)


def test_a_remark_of_what_does_not_stay_is_refused(workspace: Workspace) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW + "\n-- schemactl: renamed from b\ncreate table c (x int);\ndrop table c;")
    assert "schema/orders.sql:2:1: `schemactl: renamed from b` is said of nothing" in workspace.fail(ExitCode.USAGE, "diff")


@pytest.mark.parametrize(("answer", "expected"), [("y", "rename column note to notes"), ("n", "drop column note")])
def test_a_person_is_asked_at_a_terminal(workspace: Workspace, answer: str, expected: str) -> None:
    workspace.by_hand(LIVE)
    workspace.schema(orders=NEW)
    said = attended(workspace, answer, "diff")
    assert "column public.orders.note goes, public.orders.notes comes and looks alike. Was it renamed?" in " ".join(said.split())
    assert expected in sql(workspace)


def attended(workspace: Workspace, answer: str, *arguments: str) -> str:
    """What the command says at a terminal where somebody types the answer."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(workspace.folder)
        os.execvpe(COMMAND, [str(COMMAND), *arguments], {**workspace.environment, "COLUMNS": "200"})
    said, asked = "", False
    # the terminal is gone when the command ends
    with suppress(OSError):
        while data := os.read(terminal, 4096):
            said += data.decode(errors="replace")
            if not asked and "Was it renamed?" in said:
                os.write(terminal, f"{answer}\n".encode())
                asked = True
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said
    return said
