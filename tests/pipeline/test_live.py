"""Migrations on live: what is checked around them, what is kept when one fails, and what a dry run leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemactl.adapters.database import connect, with_parts
from schemactl.apply import exclusive, history
from schemactl.errors import ExitCode, FailedOnLive, Refused, SchemactlError
from schemactl.pipeline import Applied, apply_pending, roll_back
from workspace import Step, Workspace

A = Step("a", "create table public.a (x int);", "drop table public.a;")
B = Step("b", "create table public.b (x int);", "drop table public.b;")
ALL = ["000_migrations_table", "001_a", "002_b"]
INDEX = Step(
    "i",
    "create index concurrently i on public.a (x);",
    "drop index concurrently public.i;",
    rehearsed="create index i on public.a (x)",
    transactional=False,
)
DATA = Step("drop_a", "drop table public.a;", notes=(("hazards", "deletes_data (table public.a)"),))
# what it makes depends on rows, which no fingerprint sees
MAKES_MORE = """
    create table public.switch (on_live boolean);
    grant select on public.switch to public;
    create function public.more() returns event_trigger language plpgsql as $$ begin
        if exists (select from public.switch) and to_regclass('public.a') is not null and to_regclass('public.extra') is null then
            create table public.extra ();
        end if;
    end $$;
    create event trigger more on ddl_command_end execute function public.more();
"""
LOCKS = "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = '{}')"


def up(workspace: Workspace, **how) -> Applied:  # type: ignore[no-untyped-def]
    return apply_pending(workspace.settings, pytest.fail, **{"confirm": None, **how})


def down(workspace: Workspace, count: int, **how) -> Applied:  # type: ignore[no-untyped-def]
    return roll_back(workspace.settings, pytest.fail, count, **{"confirm": None, **how})


def versions(outcome: Applied) -> list[str]:
    return [entry.version for entry in outcome.entries]


def refusal(workspace: Workspace, **how) -> SchemactlError:  # type: ignore[no-untyped-def]
    """Why an apply is refused; live stays as it is."""
    before = workspace.state()
    with pytest.raises(SchemactlError) as caught:
        up(workspace, **how)
    assert caught.value.exit_code == ExitCode.REFUSED
    assert caught.value.hint
    assert workspace.state() == before
    return caught.value


# the way that is meant


def test_all_that_is_pending_runs_once_and_in_order(workspace: Workspace) -> None:
    workspace.chain(A, B)
    assert versions(up(workspace)) == workspace.applied() == ALL
    assert versions(up(workspace)) == []


def test_up_to_a_number(workspace: Workspace) -> None:
    workspace.chain(A, B)
    assert versions(up(workspace, up_to=1)) == ALL[:2]
    assert versions(up(workspace)) == ALL[2:]


def test_hazards_are_shown_before_anybody_is_asked(workspace: Workspace) -> None:
    workspace.chain(A, replace(B, notes=(("hazards", "blocks_reads (table public.a: …)"),)))
    seen: list[str] = []
    apply_pending(workspace.settings, seen.append, confirm=lambda question: bool(seen.append(question) or True))
    assert seen[0] == "002_b:\n  blocks_reads (table public.a: …)"
    assert seen[1].startswith("Run up of ")


def test_no_folder_is_nothing_to_do(workspace: Workspace) -> None:
    assert versions(up(workspace)) == versions(down(workspace, 1)) == []


def test_rolling_back_keeps_the_history_and_can_be_repeated(workspace: Workspace) -> None:
    workspace.chain(A, B)
    up(workspace)
    assert versions(down(workspace, 2)) == ["002_b", "001_a"]
    assert workspace.applied() == ALL[:1]
    up(workspace)
    with connect(workspace.url) as live:
        ran = [(e.version, str(e.direction)) for e in history(live)]
    assert ran == [*((v, "up") for v in ALL), ("002_b", "down"), ("001_a", "down"), ("001_a", "up"), ("002_b", "up")]


def test_rolling_back_everything_leaves_an_empty_database(workspace: Workspace) -> None:
    workspace.chain(A)
    before = workspace.state()
    up(workspace)
    down(workspace, 2)
    assert workspace.state() == before
    assert workspace.value("select to_regnamespace('schemactl') is null")


def test_a_file_that_runs_in_no_transaction(workspace: Workspace) -> None:
    workspace.chain(A, INDEX)
    up(workspace)
    assert workspace.value("select indisvalid from pg_index where indexrelid = 'public.i'::regclass") is True
    assert versions(down(workspace, 1)) == ["002_i"]
    assert workspace.applied() == ALL[:2]


def test_the_lock_is_free_afterwards(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace)
    assert workspace.value(LOCKS.format(workspace.database)) == 0


# asking


def test_the_question_names_the_files_and_the_database(workspace: Workspace) -> None:
    workspace.chain(A)
    asked: list[str] = []
    with pytest.raises(Refused, match="not confirmed: nothing was changed"):
        up(workspace, confirm=lambda question: bool(asked.append(question)))
    assert [q.startswith("Run up of 000_migrations_table, 001_a on postgres@") for q in asked] == [True]
    assert workspace.applied() == []


def test_nobody_is_asked_where_there_is_nothing_to_do(workspace: Workspace) -> None:
    workspace.chain(A)
    up(workspace, confirm=lambda _: True)
    assert versions(up(workspace, confirm=pytest.fail)) == []


# dry runs


def test_a_dry_run_shows_the_scripts_and_changes_nothing(workspace: Workspace) -> None:
    files = workspace.chain(A, B)
    before = workspace.state()
    outcome = up(workspace, execute=False)
    assert [entry.script for entry in outcome.entries] == [m.up for m in files]
    assert (outcome.executed, outcome.as_data()["executed"]) == (False, False)
    assert workspace.state() == before
    up(workspace)
    before = workspace.state()
    assert [entry.script for entry in down(workspace, 2, execute=False).entries] == [files[2].down, files[1].down]
    assert workspace.state() == before


def test_a_dry_run_waits_for_nobody(workspace: Workspace) -> None:
    workspace.chain(A)
    with connect(workspace.url) as other, exclusive(other, pytest.fail):
        assert versions(up(workspace, execute=False)) == ALL[:2]


def test_a_dry_run_that_is_refused_does_not_claim_to_have_kept_anything(workspace: Workspace) -> None:
    workspace.chain(A, Step("b", "select 1;\ncommit;", rehearsed="select 1"))
    error = refusal(workspace, execute=False)
    assert "002_b up, statement 2 of 2" in str(error)
    assert "kept" not in str(error)


# refused, and nothing changed


def test_live_that_is_not_where_the_file_starts_is_refused_with_what_changed(workspace: Workspace) -> None:
    workspace.chain(A, B)
    up(workspace, up_to=1)
    workspace.by_hand("create table public.by_hand (y int); alter table public.a alter x set default 1")
    error = refusal(workspace)
    assert str(error).startswith("live is not in the state that 002_b starts from:\n")
    assert "  + table public.by_hand" in str(error)
    assert "  + default public.a.x" in str(error)
    assert "`schemactl diff` again" in error.hint
    with pytest.raises(Refused, match="not in the state that 001_a starts from"):
        down(workspace, 1)


def test_a_migration_that_leads_elsewhere_is_rolled_back_with_what_it_changed(workspace: Workspace) -> None:
    workspace.by_hand(MAKES_MORE, admin=True)
    workspace.chain(A)
    up(workspace, up_to=0)
    workspace.by_hand("insert into public.switch values (true)", admin=True)
    error = refusal(workspace)
    assert str(error).startswith("001_a did not lead where its proof did, and was rolled back. What it changed:\n")
    assert "  + table public.a\n" in str(error)
    assert "  + table public.extra" in str(error)


def test_one_without_a_transaction_that_leads_elsewhere_is_not_said_to_be_rolled_back(workspace: Workspace) -> None:
    workspace.by_hand(MAKES_MORE, admin=True)
    workspace.chain(A, INDEX)
    up(workspace, up_to=1)
    workspace.by_hand("insert into public.switch values (true)", admin=True)
    with pytest.raises(FailedOnLive) as caught:
        up(workspace)
    assert "rolled back" not in str(caught.value)
    assert "+ table public.extra" in str(caught.value)
    assert "its statement 1 is committed, of 1. The ledger does not have it." in str(caught.value)


def test_a_file_edited_since_its_proof(workspace: Workspace) -> None:
    workspace.chain(A)
    workspace.edit("001_a", "x int", "x bigint")
    error = refusal(workspace)
    assert "001_a.sql is not the file that was proved" in str(error)
    assert error.hint == "Prove it: schemactl prove 1"


def test_data_is_deleted_only_where_that_is_allowed(workspace: Workspace) -> None:
    workspace.chain(A, DATA)
    up(workspace, up_to=1)
    error = refusal(workspace)
    assert str(error) == "002_drop_a states:\n  deletes_data (table public.a)"
    assert "--allow deletes_data" in error.hint
    assert versions(up(workspace, allow=frozenset({"deletes_data"}))) == ["002_drop_a"]


@pytest.mark.parametrize("command", [lambda s: apply_pending(s, print, confirm=None), lambda s: roll_back(s, print, 1, confirm=None)])
def test_the_transaction_pooler(workspace: Workspace, command) -> None:  # type: ignore[no-untyped-def]
    pooler = with_parts(workspace.url, host="127.0.0.1", port="6543")
    with pytest.raises(Refused, match="port 6543: this is a transaction pooler") as caught:
        command(replace(workspace.settings, live_url=pooler))
    assert "session pooler" in caught.value.hint


# a statement fails


def test_a_failure_after_others_says_which_are_kept(workspace: Workspace) -> None:
    workspace.by_hand("create table public.rows (x int); insert into public.rows values (1), (1)")
    workspace.chain(A, Step("unique", "select 1;\ncreate unique index u on public.rows (x);", rehearsed="select 1"))
    with pytest.raises(FailedOnLive) as caught:
        up(workspace)
    message = str(caught.value)
    assert "002_unique up, statement 2 of 2 (002_unique.sql:" in message
    assert "(SQLSTATE 23505)" in message
    assert message.endswith("Done before it and kept: 000_migrations_table, 001_a.")
    assert workspace.applied() == ALL[:2]


def test_a_refusal_after_others_is_no_refusal_any_more(workspace: Workspace) -> None:
    workspace.by_hand(MAKES_MORE, admin=True)
    workspace.chain(A)
    workspace.by_hand("insert into public.switch values (true)", admin=True)
    with pytest.raises(FailedOnLive, match="Done before it and kept: 000_migrations_table") as caught:
        up(workspace)
    assert caught.value.exit_code == ExitCode.FAILED_ON_LIVE
    assert workspace.applied() == ALL[:1]


def test_a_lock_that_somebody_keeps(workspace: Workspace) -> None:
    workspace.chain(A, Step("c", "alter table public.a add y int;"))
    up(workspace, up_to=1)
    (workspace.folder / "schemactl.toml").write_text('platform = "plain"\nlock_timeout = "100ms"\n')
    with connect(workspace.url) as other, other.transaction():
        other.execute("lock table public.a in access share mode")
        with pytest.raises(FailedOnLive, match=r"lock timeout \(SQLSTATE 55P03\)"):
            up(workspace)
    assert workspace.applied() == ALL[:2]
    assert versions(up(workspace)) == ["002_c"]
