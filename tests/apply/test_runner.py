"""Running a migration on a real server, and what a failed run says and leaves behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.apply import Direction, run
from schemactl.catalog import Scope, read
from schemactl.errors import DatabaseError, ExitCode, FailedOnLive, MigrationFileError, Refused, SchemactlError
from schemactl.model import Migration

Make = Callable[..., Migration]
UP, DOWN = Direction.UP, Direction.DOWN
TABLES = """select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class
             where relnamespace = 'public'::regnamespace and relkind = 'r'"""


def go(database: Database, migration: Migration, direction: Direction = UP, **changed):  # type: ignore[no-untyped-def]
    return run(database, migration, direction, **{"lock_timeout": "5s", "statement_timeout": "30s", **changed})


def failure(database: Database, migration: Migration, **changed) -> FailedOnLive:  # type: ignore[no-untyped-def]
    with pytest.raises(FailedOnLive) as caught:
        go(database, migration, **changed)
    assert caught.value.exit_code == ExitCode.FAILED_ON_LIVE
    return caught.value


@contextmanager
def terminated_while(other: Database, condition: str):  # type: ignore[no-untyped-def]
    """Ends the one session of this database for which `condition` comes true while the block runs."""
    stop = threading.Event()

    def watch() -> None:
        query = f"""select pg_terminate_backend(pid) from pg_stat_activity
                     where datname = current_database() and pid <> pg_backend_pid() and {condition}"""
        while not stop.wait(0.02) and not other.rows(query):
            pass

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_up_and_down(database: Database, other: Database, migration: Make) -> None:
    both = migration("create table a ();\ncreate table b ();", "drop table b;\ndrop table a;")
    report = go(database, both)
    assert (report.version, report.direction, report.script, report.statements) == ("004_a", UP, both.up, 2)
    assert other.value(TABLES) == "a b"
    assert go(database, both, DOWN).script == both.down
    assert other.value(TABLES) == ""


def test_checks_run_inside_the_transaction(database: Database, other: Database, migration: Make) -> None:
    seen: list[object] = []

    def after(db: Database, milliseconds: int) -> None:
        seen.extend((db.in_transaction, db.value(TABLES), other.value(TABLES), milliseconds >= 0))

    go(database, migration("create table a ();"), before=lambda db: seen.extend((db.in_transaction, db.value(TABLES))), after=after)
    assert seen == [True, "", True, "a", "", True]
    assert other.value(TABLES) == "a"


@pytest.mark.parametrize("transactional", [True, False])
def test_a_refusal_before_leaves_nothing(database: Database, other: Database, migration: Make, transactional: bool) -> None:
    def refuse(_: Database) -> None:
        raise Refused("live is another")

    with pytest.raises(Refused, match=r"^live is another$"):
        go(database, migration("create table a ();", transactional=transactional), before=refuse)
    assert other.value(TABLES) == ""
    assert not database.in_transaction


def test_a_refusal_after_rolls_back(database: Database, other: Database, migration: Make) -> None:
    def refuse(_: Database, __: int) -> None:
        raise Refused("it led elsewhere")

    with pytest.raises(Refused, match=r"^it led elsewhere$"):
        go(database, migration("create table a ();"), after=refuse)
    assert other.value(TABLES) == ""


def test_a_refusal_after_committed_statements_says_that_they_are(database: Database, other: Database, migration: Make) -> None:
    def refuse(_: Database, __: int) -> None:
        raise Refused("it led elsewhere.", hint="look")

    error = failure(database, migration("create table a ();", transactional=False), after=refuse)
    assert str(error) == (
        "it led elsewhere. 004_a cannot run in a transaction: its statement 1 is committed, of 1. The ledger does not have it."
    )
    assert error.hint == "look"
    assert other.value(TABLES) == "a"


def test_a_failed_check_is_not_the_statements_fault(database: Database, migration: Make) -> None:
    broken = "select 1 from no_such_ledger"
    with pytest.raises(Refused, match=r"004_a up was not started, .*no_such_ledger"):
        go(database, migration("create table a ();"), before=lambda db: db.execute(broken))
    error = failure(database, migration("create table a ();"), after=lambda db, _: db.execute(broken))
    assert "the check after its last statement failed" in str(error)
    assert "nothing of 004_a was kept" in str(error)


def test_an_error_names_statement_place_code_and_what_is_kept(database: Database, other: Database, migration: Make) -> None:
    script = "create table a (x int);\n\n-- two\nselect x\n  from a\n where y = 1;\nselect 1;"
    error = failure(database, migration(script))
    assert str(error) == (
        '004_a up, statement 2 of 3 (004_a.sql:16): column "y" does not exist (SQLSTATE 42703).\n'
        "  select x\n    from a\n   where y = 1\n"
        "It was rolled back: nothing of 004_a was kept."
    )
    assert "schemactl prove" in error.hint
    assert other.value(TABLES) == ""
    assert not database.in_transaction


def test_an_error_has_detail_and_the_servers_hint(database: Database, migration: Make) -> None:
    error = failure(database, migration("create table a (x int primary key);\ninsert into a values (1), (1);"))
    assert "(SQLSTATE 23505). Key (x)=(1) already exists." in str(error)
    error = failure(database, migration("create table a (x int); create view v as select * from a; drop table a;"))
    assert "CASCADE" in error.hint


def test_an_error_in_down_has_its_own_lines(database: Database, migration: Make) -> None:
    with pytest.raises(FailedOnLive, match=r"004_a down, statement 2 of 2 \(004_a\.sql:22\)"):
        go(database, migration("select 1;", "select 1;\ndrop table missing;"), DOWN)


def test_a_migration_from_no_file_counts_lines_in_its_script(database: Database, migration: Make) -> None:
    error = failure(database, replace(migration("select 1;\nselect no_column;"), first_lines=(0, 0)))
    assert "statement 2 of 2 (line 2 of 004_a up)" in str(error)


def test_a_constraint_that_fails_at_the_commit(database: Database, other: Database, migration: Make) -> None:
    database.execute("create table p (id int primary key); create table c (p int references p deferrable initially deferred)")
    error = failure(database, migration("insert into c values (1);"))
    assert "004_a up, at its commit: insert or update on table" in str(error)
    assert "It was rolled back: nothing of 004_a was kept." in str(error)
    assert other.value("select count(*) from c") == 0


def test_percent_signs_are_sql(database: Database, migration: Make) -> None:
    go(database, migration("create table a (x text default '100%s %(a)s' check (x like '%'));"))
    assert database.value(TABLES) == "a"


# timeouts


@pytest.mark.parametrize("transactional", [True, False])
def test_a_lock_timeout_is_named(database: Database, other: Database, migration: Make, transactional: bool) -> None:
    database.execute("create table a ()")
    with other.transaction():
        other.execute("lock table a in access share mode")
        error = failure(database, migration("alter table a add x int;", transactional=transactional), lock_timeout="100ms")
    assert "lock timeout (SQLSTATE 55P03)" in str(error)
    assert "`lock_timeout`" in error.hint


def test_a_statement_timeout_is_named(database: Database, migration: Make) -> None:
    error = failure(database, migration("select pg_sleep(30);"), statement_timeout="100ms")
    assert "statement timeout (SQLSTATE 57014)" in str(error)
    assert "`statement_timeout`" in error.hint


@pytest.mark.parametrize("transactional", [True, False])
def test_limits_hold_during_the_run_only(database: Database, migration: Make, transactional: bool) -> None:
    database.execute("set lock_timeout = '7s'")
    look = migration("create table a as select current_setting('lock_timeout') l;", transactional=transactional)
    go(database, look, lock_timeout="3s")
    assert database.value("select l from a") == "3s"
    assert database.value("select current_setting('lock_timeout')") == "7s"


@pytest.mark.parametrize("transactional", [True, False])
def test_an_unknown_interval_is_refused(database: Database, migration: Make, transactional: bool) -> None:
    with pytest.raises(SchemactlError, match='invalid value for parameter "lock_timeout"'):
        go(database, migration("create table a ();", transactional=transactional), lock_timeout="soon")
    assert database.value(TABLES) == ""


# connections that break


def test_a_session_killed_in_the_middle(database: Database, other: Database, migration: Make) -> None:
    with terminated_while(other, "query like 'select pg_sleep%'"):
        error = failure(database, migration("create table a ();\nselect pg_sleep(60);"))
    assert "004_a up, statement 2 of 2 (004_a.sql:12): the connection to" in str(error)
    assert "The server rolls an open transaction back by itself: nothing of 004_a was kept." in str(error)
    assert "schemactl status" in error.hint
    assert other.value(TABLES) == ""


def test_a_session_killed_between_autocommit_statements(database: Database, other: Database, migration: Make) -> None:
    with terminated_while(other, "query like 'select pg_sleep%'"):
        error = failure(database, migration("create table a ();\nselect pg_sleep(60);", transactional=False))
    assert "its statement 1 is committed, of 2. Whether the failed one was carried out cannot be told." in str(error)
    assert other.value(TABLES) == "a"


def test_a_connection_lost_at_the_commit_leaves_it_open(database: Database, other: Database, migration: Make) -> None:
    database.execute("create table a (x int)")
    database.execute(
        "create function nap() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return null; end $$;"
        "create constraint trigger nap after insert on a deferrable initially deferred for each row execute function nap()"
    )
    with terminated_while(other, "query = 'commit' and wait_event = 'PgSleep'"):
        error = failure(database, migration("insert into a values (1);"))
    assert "The commit was on its way: whether 004_a was kept cannot be told from here." in str(error)


def test_a_connection_lost_before_the_start(database: Database, other: Database, migration: Make) -> None:
    other.value("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
    error = failure(database, migration("create table a ();"))
    assert "at its begin: the connection to" in str(error)
    assert "nothing of 004_a was kept" in str(error)


# roles that may not


def test_a_read_only_role_is_refused_at_the_start(database: Database, url: str, migration: Make) -> None:
    database.execute(f"alter database {database.name} set default_transaction_read_only = on")
    with connect(url) as session:
        for transactional in (True, False):
            with pytest.raises(Refused, match=r"004_a up was not started: the role .* is read-only") as caught:
                go(session, migration("create table a ();", transactional=transactional))
            assert "default_transaction_read_only" in caught.value.hint
        assert go(session, migration("create table a ();"), execute=False).statements == 1


def test_a_role_that_lacks_a_privilege(database: Database, migration: Make) -> None:
    database.execute("create table a (); set role pg_monitor")
    error = failure(database, migration("alter table a add x int;"))
    assert "must be owner of table a (SQLSTATE 42501)" in str(error)
    assert "owner" in error.hint


# files that cannot run in a transaction


def test_an_autocommit_file(database: Database, other: Database, migration: Make) -> None:
    database.execute("create table a (x int)")
    go(database, migration("create index concurrently i on a (x);", transactional=False))
    assert other.value("select indisvalid from pg_index where indexrelid = 'i'::regclass") is True


def test_an_autocommit_file_that_fails_halfway(database: Database, other: Database, migration: Make) -> None:
    script = "create table a (x int);\ninsert into a values (1), (1);\ncreate unique index concurrently i on a (x);\nselect 1;"
    error = failure(database, migration(script, transactional=False))
    assert "004_a up, statement 3 of 4 (004_a.sql:13): could not create unique index" in str(error)
    assert str(error).endswith("004_a cannot run in a transaction: its statements 1 to 2 are committed, of 4.")
    assert "An index that it left behind is invalid" in error.hint
    assert other.value("select count(*) from a") == 2


def test_an_autocommit_file_whose_first_statement_fails(database: Database, migration: Make) -> None:
    assert str(failure(database, migration("drop table a;", transactional=False))).endswith("Nothing of 004_a was kept.")


# refused before anything runs


@pytest.mark.parametrize("control", ["begin", "commit", "rollback", "savepoint s", "start transaction", "prepare transaction 'x'"])
def test_transaction_control_is_refused(database: Database, migration: Make, control: str) -> None:
    with pytest.raises(Refused, match=rf"004_a up, statement 2 of 2 \(004_a\.sql:12\) is `{control}`"):
        go(database, migration(f"create table a ();\n{control};"))
    assert database.value(TABLES) == ""


def test_words_of_transaction_control_in_a_body_are_none(database: Database, migration: Make) -> None:
    go(database, migration("create function f() returns void language plpgsql as $$ begin perform 1; end $$;"))
    assert database.value("select to_regproc('f') is not null")


def test_a_commit_hidden_in_a_block_keeps_nothing(database: Database, migration: Make) -> None:
    assert "invalid transaction termination" in str(failure(database, migration("create table a ();\ndo $$ begin commit; end $$;")))
    assert database.value(TABLES) == ""


def test_a_script_that_is_no_sql_names_the_line(database: Database, migration: Make) -> None:
    with pytest.raises(MigrationFileError, match=r'004_a\.sql:12: 004_a up is no SQL: syntax error at or near "tabel"'):
        go(database, migration("create table a ();\ncreate tabel b ();"))
    assert database.value(TABLES) == ""


# dry runs


@pytest.mark.parametrize("transactional", [True, False])
def test_a_dry_run_leaves_the_database_as_it_was(database: Database, migration: Make, transactional: bool) -> None:
    database.execute("create table kept (x int)")
    fingerprint = read(database, Scope()).fingerprint
    seen: list[str] = []

    def never(_: Database, __: int) -> None:
        pytest.fail("nothing ran, so nothing can be checked after it")

    report = go(
        database,
        migration("create table a ();\ndrop table kept;", transactional=transactional),
        execute=False,
        before=lambda db: seen.append(db.value(TABLES)),
        after=never,
        observe=lambda sql, _: seen.append(sql),
    )
    assert seen == ["kept", "create table a ()", "drop table kept"]
    assert report.statements == 2
    assert read(database, Scope()).fingerprint == fingerprint


def test_a_dry_run_refuses_what_the_run_would(database: Database, migration: Make) -> None:
    with pytest.raises(Refused, match="is `commit`"):
        go(database, migration("commit;"), execute=False)
    with pytest.raises(Refused, match="was not started"):
        go(database, migration("select 1;"), execute=False, before=lambda db: db.execute("select nothing"))


def test_observe_gets_only_what_is_done(database: Database, migration: Make) -> None:
    seen: list[tuple[str, bool]] = []
    with suppress(FailedOnLive):
        go(database, migration("create table a ();\ndrop table b;"), observe=lambda sql, seconds: seen.append((sql, seconds >= 0)))
    assert seen == [("create table a ()", True)]


def test_the_database_can_be_used_after_a_failure(database: Database, migration: Make) -> None:
    failure(database, migration("drop table b;"))
    with pytest.raises(DatabaseError):
        database.execute("drop table b")
    go(database, migration("create table b ();"))
    assert database.value(TABLES) == "b"
