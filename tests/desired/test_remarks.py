"""Remarks beside the objects of schema files: what each is about, and what is said of one that cannot be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemactl.desired import SchemaFile, remarks_of
from schemactl.errors import SchemaFileError


def said(text: str) -> list[tuple[set[str], tuple[str, ...], str, str | None]]:
    """(kinds, names, text, label) of each remark."""
    return [(set(r.kinds), r.names, r.text, r.label) for r in remarks_of(SchemaFile(Path("schema"), "a.sql", text))]


COLUMN = {"column", "view_column"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- schemactl: renamed from a\ncreate table app.b (x int);", ({"table"}, ("app", "b"), "a", None)),
        ("create table b ( -- schemactl: renamed from a\n x int);", ({"table"}, ("b",), "a", None)),
        ("create table b (x int); -- schemactl: renamed from a", ({"table"}, ("b",), "a", None)),
        ("create table b (\n-- schemactl: renamed from a\nx int, y int);", (COLUMN, ("b", "x"), "a", None)),
        ("create table b (x int, -- schemactl: renamed from a\n y int);", (COLUMN, ("b", "x"), "a", None)),
        ("create table b (x numeric(10,\n 2) -- schemactl:   renamed  from a\n);", (COLUMN, ("b", "x"), "a", None)),
        ('create table "B" ("é" int, -- schemactl: using "é" + 1\n y int);', (COLUMN, ('"B"', '"é"'), '"é" + 1', None)),
        ("create table b (x int, constraint c check (x > 0) -- schemactl: renamed from a\n);", ({"constraint"}, ("b", "c"), "a", None)),
        ("-- schemactl: renamed from a\nalter table app.b add column x int;", (COLUMN, ("app", "b", "x"), "a", None)),
        ("-- schemactl: renamed from a\nalter table b add constraint c check (x > 0);", ({"constraint"}, ("b", "c"), "a", None)),
        ("create type m as enum ('x', -- schemactl: renamed from 'it''s'\n 'y');", ({"enum"}, ("m",), "'it''s'", "x")),
        ("create type m as enum ('x', 'y'); -- schemactl: renamed from a", ({"enum"}, ("m",), "a", None)),
        ("create type c as (x int); -- schemactl: renamed from a", ({"composite_type"}, ("c",), "a", None)),
        ("create index i on app.b (x); -- schemactl: renamed from a", ({"index"}, ("app", "i"), "a", None)),
        ("create policy p on b using (true); -- schemactl: renamed from a", ({"policy"}, ("b", "p"), "a", None)),
        (
            "create function f(x int) returns int language sql as 'select 1'; -- schemactl: renamed from a",
            ({"function"}, ("f",), "a", None),
        ),
        ("/* é */ create view v as select 1 as x; -- schemactl: renamed from a", ({"view"}, ("v",), "a", None)),
        ("create schema s; -- schemactl: renamed from a;", ({"schema"}, ("s",), "a", None)),
    ],
)
def test_a_remark_is_about_what_stands_beside_it(text: str, expected: tuple[set[str], tuple[str, ...], str, str | None]) -> None:
    assert said(text) == [expected]


def test_other_comments_and_bodies_say_nothing() -> None:
    body = "create function f() returns int language sql as $$ select 1 -- schemactl: renamed from a\n$$;"
    assert said(f"-- schemactl migration\n-- a remark about schemactl: none\n{body}") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("create table b (x int); -- schemactl: rename a", "a.sql:1:25: not understood: -- schemactl: rename a"),
        ("create table b (x int);\n-- schemactl: renamed from a\n", "a.sql:2:1: this remark is about nothing"),
        ("-- schemactl: renamed from\ncreate table b (x int);", "a.sql:1:1: not understood"),
    ],
)
def test_a_remark_that_cannot_be_understood_is_refused(text: str, words: str) -> None:
    with pytest.raises(SchemaFileError) as error:
        said(text)
    assert words in str(error.value)
