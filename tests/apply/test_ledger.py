"""The ledger: what it keeps, and who may look."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemactl.adapters.database import Database
from schemactl.apply import Direction, applied, drift, exists, history, last_snapshot, ledger_sql, record, run
from schemactl.errors import DatabaseError, Refused
from schemactl.kinds.schema import Schema
from schemactl.model import Catalog, Migration

Make = Callable[..., Migration]
UP, DOWN = Direction.UP, Direction.DOWN
EMPTY = Catalog(())


@pytest.fixture
def ledger(database: Database) -> Database:
    database.execute(ledger_sql())
    return database


def test_without_a_ledger_nothing_is_applied(database: Database) -> None:
    assert not exists(database)
    assert applied(database) == history(database) == ()
    assert last_snapshot(database) is None


def test_the_ledger_is_recorded_in_the_transaction_that_makes_it(database: Database, other: Database, migration: Make) -> None:
    first = migration(ledger_sql(), "drop schema schemactl cascade;", version="000_migrations_table")
    limits = {"lock_timeout": "5s", "statement_timeout": "30s"}
    run(database, first, UP, **limits, after=lambda db, ms: record(db, first, UP, "fp:a", EMPTY, ms))
    (entry,) = applied(other)
    assert (entry.version, entry.number, entry.direction, entry.checksum) == ("000_migrations_table", 0, UP, first.checksum)
    assert (entry.from_fingerprint, entry.to_fingerprint) == ("fp:a", EMPTY.fingerprint)
    assert entry.applied_by == database.user
    assert entry.tool.startswith("schemactl ")
    run(database, first, DOWN, **limits, after=lambda db, ms: record(db, first, DOWN, "fp:b", EMPTY, ms))
    assert not exists(other)


def test_a_run_that_cannot_be_recorded_is_refused(database: Database, migration: Make) -> None:
    with pytest.raises(Refused, match=r"004_a cannot be recorded: the ledger schemactl\.schema_migrations is not there"):
        record(database, migration("select 1;"), UP, "fp:a", EMPTY, 1)


def test_a_rollback_is_a_new_row(ledger: Database, migration: Make) -> None:
    a, b = migration("select 1;", version="001_a"), migration("select 2;", version="002_b")
    for m, direction in ((a, UP), (b, UP), (b, DOWN), (a, DOWN), (a, UP)):
        record(ledger, m, direction, "fp:a", EMPTY, 3)
    assert [(e.version, str(e.direction)) for e in history(ledger)] == [
        *[("001_a", "up"), ("002_b", "up"), ("002_b", "down"), ("001_a", "down"), ("001_a", "up")],
    ]
    assert [(e.version, e.duration_ms) for e in applied(ledger)] == [("001_a", 3)]


def test_applied_is_in_the_order_of_the_runs(ledger: Database, migration: Make) -> None:
    for version in ("999_z", "1000_a", "1001_b"):
        record(ledger, migration("select 1;", version=version), UP, "fp:a", EMPTY, 0)
    assert [e.version for e in applied(ledger)] == ["999_z", "1000_a", "1001_b"]


def test_drift_names_what_changed_since_the_last_run(ledger: Database, migration: Make) -> None:
    address = (2615, 1, 0)
    then = Catalog([Schema(identity=name, address=address) for name in ("a", "b")])
    now = Catalog([Schema(identity=name, address=address) for name in ("b", "c")])
    record(ledger, migration("select 1;"), UP, "fp:a", then, 0)
    snapshot = last_snapshot(ledger)
    assert snapshot is not None
    assert snapshot.fingerprint == then.fingerprint
    assert drift(snapshot, then) == ()
    assert drift(snapshot, now) == ("- schema a", "+ schema c")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("version => '4'", "schema_migrations_version"),
        ("direction => 'sideways'", "schema_migrations_direction"),
        ("checksum => 'md5:1'", "schema_migrations_checksum"),
        ("duration => -1", "schema_migrations_duration"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(ledger: Database, change: str, constraint: str) -> None:
    ledger.execute(
        """create function add(version text default '001_a', direction text default 'up', checksum text default 'sha256:1',
                                    duration int default 0) returns void language sql as
                $$ insert into schemactl.schema_migrations (version, direction, checksum, from_fingerprint, to_fingerprint, facts,
                                                            duration_ms, tool)
                   values (version, direction, checksum, 'fp:a', 'fp:b', '{}', duration, 't') $$"""
    )
    ledger.execute("select add()")
    with pytest.raises(DatabaseError, match=constraint):
        ledger.execute(f"select add({change})")


def test_a_role_that_may_not_look_is_refused_and_not_told_that_nothing_ran(ledger: Database, migration: Make) -> None:
    record(ledger, migration("select 1;"), UP, "fp:a", EMPTY, 0)
    grants = ("select 1", "grant usage on schema schemactl to pg_monitor", "grant select on schemactl.schema_migrations to pg_monitor")
    for grant in grants:
        ledger.execute(f"reset role; {grant}; set role pg_monitor")
        for look in (applied, history, last_snapshot, exists):
            with pytest.raises(Refused, match="cannot read the ledger") as caught:
                look(ledger)
            assert "owns the ledger" in caught.value.hint


def test_everyone_else_is_kept_out(ledger: Database) -> None:
    table = "schemactl.schema_migrations"
    assert ledger.rows(f"select relrowsecurity from pg_class where oid = '{table}'::regclass") == [(True,)]
    assert ledger.value(f"select count(*) from pg_policy where polrelid = '{table}'::regclass") == 0
    assert ledger.value("select has_schema_privilege('pg_monitor', 'schemactl', 'usage')") is False
    assert ledger.value(f"select has_table_privilege('pg_monitor', '{table}', 'select')") is False


def test_every_column_that_needs_one_has_a_comment(ledger: Database) -> None:
    assert (
        ledger.value(
            """select count(*) from pg_attribute where attrelid = 'schemactl.schema_migrations'::regclass and attnum > 0
              and col_description(attrelid, attnum) is null"""
        )
        == 0
    )
