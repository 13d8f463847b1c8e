"""Which of squawk's guesses a header's measurement, or the script itself, disproves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schemactl.lint import lint_migration, lint_sql
from schemactl.lint.idle import IDLE
from schemactl.model import Migration

INDEX = "create index i on public.a (x);"
NEW = "create table public.a (x bigint);"
MATERIALIZED = "create materialized view public.m as select 1 as x; create index i on public.m (x);"
FREE = (("locks", "none (measured)"), ("rewrites", "none"), ("hazards", "none"))
HELD = ("locks", "public.a SHARE, public.b ACCESS EXCLUSIVE (measured)")
WAITED = ("hazards", "blocks_writes (table public.a: SHARE while statement 1 reads it (create index i on public.a (x)))")
MANY = "public.b SHARE, public.c SHARE, public.d SHARE, public.e SHARE, public.f SHARE, public.g SHARE, and 1 more (measured)"


def migration(up: str, *notes: tuple[str, str], transactional: bool = True) -> Migration:
    """A proved one, whose UP begins in line 5."""
    bare = Migration("001_a", up, "", "fp:1", "fp:2", None, "up, down on PostgreSQL 17.10", "", transactional, notes, (5, 9))
    return replace(bare, proved_checksum=bare.checksum)


def found(made: Migration) -> list[str]:
    """The rules of the findings, and behind a minus those of what is disproved."""
    looked = lint_migration(made, "generated_migrations/001_a.sql", Path.cwd())
    return [f.rule for f in looked.findings] + [f"-{f.rule}" for f in looked.disproved]


@pytest.mark.parametrize(
    ("notes", "disproved"),
    [
        (FREE, True),
        ((HELD, ("hazards", "none")), True),
        ((HELD, WAITED), False),
        ((HELD, ("hazards", "blocks_writes (table public.ab: SHARE while statement 1 reads it)")), True),
        ((HELD, ("hazards", 'blocks_writes (table public."a: b": SHARE while statement 1 reads it)')), True),
        ((HELD, ("hazards", f"changes_access (table public.z: anon gains select) | {WAITED[1]}")), False),
        # of more locks than the header names, this may be one
        ((("locks", MANY), ("hazards", "none")), True),
        ((("locks", MANY), ("hazards", "rewrites_table (table public.c: statement 2, x; and 2 more like it)")), False),
        # whose locks are all named, this is not one
        ((("locks", "public.b SHARE (measured)"), ("hazards", "rewrites_table (table public.c: x; and 2 more like it)")), True),
        ((("locks", "none (not measured: each statement commits by itself)"), ("hazards", "none")), False),
        ((), False),
    ],
)
def test_what_was_measured_decides(notes: tuple[tuple[str, str], ...], disproved: bool) -> None:
    rule = "require-concurrent-index-creation"
    assert found(migration(INDEX, *notes)) == [f"-{rule}" if disproved else rule]


def test_an_edited_file_has_measured_nothing() -> None:
    edited = replace(migration("select 1;", *FREE), up=INDEX)
    assert found(edited) == ["not-proved", "require-concurrent-index-creation"]
    assert found(replace(edited, proved="", proved_checksum="")) == ["not-proved", "require-concurrent-index-creation"]


def test_lines_are_the_files_own() -> None:
    looked = lint_migration(migration(f"select 'é';\n\n  {INDEX}", HELD, WAITED), "m/001_a.sql", Path.cwd())
    assert [(f.path, f.line, f.column, f.names) for f in looked.findings] == [("m/001_a.sql", 7, 3, ("public.a",))]


@pytest.mark.parametrize(
    ("up", "rules"),
    [
        ("drop table public.a;", ["ban-drop-table"]),
        ("drop table public.a;\n" + NEW, ["-ban-drop-table"]),
        (f"{NEW}\ndrop table public.a;", ["-ban-drop-table"]),
        ("drop table public.a;\ncreate table app.a (x bigint);", ["ban-drop-table"]),
        ("alter table public.a drop constraint c;", ["ban-drop-constraint"]),
        ("alter table public.a drop constraint c, add constraint c check (x > 0) not valid;", ["-ban-drop-constraint"]),
        ("alter table public.a drop constraint c;\nalter table public.a add constraint c unique using index i;", ["-ban-drop-constraint"]),
        ("alter table public.a drop constraint c;\nalter table public.b add constraint c unique using index i;", ["ban-drop-constraint"]),
        ("drop view public.v, public.w;\ncreate view public.v as select 1;", ["ban-drop-view"]),
        ("alter table public.a rename to b;", ["renaming-table"]),
        (
            "alter table public.a rename to b;\ncreate table public.a (x bigint);\ndrop table public.b;",
            ["-renaming-table", "-ban-drop-table"],
        ),
        (
            "drop materialized view public.m;\ncreate materialized view public.m as select 1 as x;\ncreate index i on public.m (x);",
            ["-ban-drop-view", "-require-concurrent-index-creation"],
        ),
    ],
)
def test_what_a_script_makes_itself_is_known(up: str, rules: list[str]) -> None:
    busy = ("hazards", "blocks_reads (materialized_view public.m: ACCESS EXCLUSIVE while statement 3 reads it)")
    said = found(migration(up, ("locks", "public.a ACCESS EXCLUSIVE, public.m ACCESS EXCLUSIVE (measured)"), busy))
    assert said == rules


def test_an_index_that_goes_waits_for_nobody_only_where_nobody_does() -> None:
    rule = "require-concurrent-index-deletion"
    assert found(migration("drop index public.i;", HELD, ("hazards", "none"))) == [f"-{rule}"]
    assert found(migration("drop index public.i;", HELD, WAITED)) == [rule]


def test_both_ends_of_a_foreign_key_count() -> None:
    up = "alter table public.z add constraint f foreign key (x) references public.a (x);"
    rules = ["adding-foreign-key-constraint", "constraint-missing-not-valid"]
    assert found(migration(up, HELD, WAITED)) == sorted(rules, reverse=True)
    assert found(migration(up, HELD, ("hazards", "none"))) == [f"-{rule}" for rule in sorted(rules, reverse=True)]


def test_what_is_not_measured_stays_whatever_was() -> None:
    assert found(migration("alter table public.a drop column x;", *FREE)) == ["ban-drop-column"]


def test_a_syntax_that_only_squawk_does_not_know_is_no_finding() -> None:
    up = "select * from;"
    assert found(migration(up, *FREE)) == ["-syntax-error"]
    assert found(replace(migration(up, *FREE), proved_checksum="")) == ["not-proved", "syntax-error"]


def test_a_script_that_is_no_transaction_is_asked_to_be_one_that_can_run_again() -> None:
    up = "create table public.n (x bigint);"
    assert found(migration(up, *FREE)) == []
    assert found(migration(up, *FREE, transactional=False)) == ["prefer-robust-stmts"]


def test_of_somebody_elses_script_all_is_told() -> None:
    looked = lint_sql("alter table public.a add column x int;", "other.sql", Path.cwd())
    assert {f.rule for f in looked.findings} >= {"require-lock-timeout", "prefer-bigint-over-int", "prefer-robust-stmts"}
    assert (looked.disproved, looked.idle) == ((), ())


@pytest.mark.parametrize(
    ("rule", "up"),
    [
        ("require-lock-timeout", "alter table public.a add column x bigint;"),
        ("require-statement-timeout", "alter table public.a add column x bigint;"),
        ("ban-create-domain-with-constraint", "create domain public.d as bigint check (value > 0);"),
        ("ban-alter-domain-with-add-constraint", "alter domain public.d add constraint c check (value > 0);"),
        ("prefer-bigint-over-int", "create table public.n (x int);"),
        ("prefer-bigint-over-smallint", "create table public.n (x smallint);"),
        ("prefer-text-field", "create table public.n (x varchar(3));"),
        ("require-enum-value-ordering", "alter type public.e add value 'x';"),
    ],
)
def test_rules_that_decide_nothing_here_are_set_apart(rule: str, up: str) -> None:
    looked = lint_migration(migration(up, *FREE), "m/001_a.sql", Path.cwd())
    assert rule in IDLE
    assert rule in {f.rule for f in looked.idle}
    assert rule not in {f.rule for f in (*looked.findings, *looked.disproved)}
