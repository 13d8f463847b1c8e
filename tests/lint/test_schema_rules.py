"""Each of our rules for schema files finds the statements that its case marks, and nothing else there."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemactl.lint import lint_schema
from schemactl.lint.schema import RULES

CASES = Path(__file__).parent / "cases"
MARK = "-- found"


def test_every_rule_has_a_case() -> None:
    assert {path.stem for path in CASES.iterdir()} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_rule(rule: str) -> None:
    sql = (CASES / f"{rule}.sql").read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(sql.split("\n"), 1) if line.endswith(MARK)]
    assert len(marked) > 2
    looked = lint_schema(sql, "schema/a.sql")
    assert [(f.rule, f.line, f.column) for f in looked.findings] == [(rule, number, 1) for number in marked]
    assert all(f.text and f.remedy for f in looked.findings)


def test_a_place_counts_characters_and_names_its_object() -> None:
    sql = "create schema é; create function é.f() returns int language sql security definer as 'select 1';"
    (found,) = lint_schema(sql, "schema/a.sql").findings
    assert (found.line, found.column, found.names) == (1, 18, ('"é".f',))
    (found,) = lint_schema('\n  create table if not exists app."A" (x int references app.b);', "schema/a.sql").findings
    assert (found.line, found.column, found.names) == (2, 3, ('app."A"', "app.b"))


def test_rows_that_the_project_declares_count() -> None:
    sql = "insert into storage.buckets (id, name) values ('a', 'a');"
    assert [f.rule for f in lint_schema(sql, "schema/a.sql").findings] == ["rows-in-schema"]
    assert lint_schema(sql, "schema/a.sql", declared=["storage.buckets"]).findings == ()


@pytest.mark.parametrize(("sql", "place"), [("create table a (;", (1, 17)), ("\n\nselect é from from;", (3, 15))])
def test_what_is_no_sql_is_a_finding(sql: str, place: tuple[int, int]) -> None:
    found = lint_schema(sql, "schema/a.sql").findings
    assert [(f.rule, (f.line, f.column)) for f in found] == [("syntax-error", place)]
