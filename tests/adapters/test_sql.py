"""SQL text: quoting as the server does it, statements at their places, one style that keeps the meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import postgast
import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import given
from hypothesis import strategies as st

from schemactl.adapters.database import Database, connect
from schemactl.adapters.sql import (
    Meta,
    Piece,
    SqlSyntaxError,
    created_roles,
    last_name,
    names,
    quote_ident,
    quote_literal,
    restyle,
    script,
    split,
    statement_class,
    tree,
)

NAMES = ["orders", "_x1", "Orders", "a b", "1a", "a$b", 'say "hi"', "ä", "grün", "", " ", "a.b", "public", "user", "time", "left", "text"]
TEXTS = ["", "it's", "a\\b", "'\\'", "ü\n", "E'x'", "$$"]


@pytest.fixture
def database(new_database: Callable[[], str]) -> Iterator[Database]:
    with connect(new_database()) as opened:
        yield opened


def test_names_are_quoted_as_the_server_does(database: Database) -> None:
    keywords = [word for (word,) in database.rows("select word from pg_get_keywords()")]
    assert len(keywords) > 400
    rows = database.rows("select n, quote_ident(n) from unnest(%s) n", (keywords + NAMES,))
    assert {n: quote_ident(n) for n, _ in rows} == dict(rows)


def test_texts_are_quoted_as_the_server_does(database: Database) -> None:
    rows = database.rows("select t, quote_literal(t) from unnest(%s) t", (TEXTS,))
    assert {t: quote_literal(t) for t, _ in rows} == dict(rows)


@pytest.mark.parametrize("setting", ["on", "off"])
def test_quoted_texts_read_back_whatever_the_setting(database: Database, setting: str) -> None:
    database.execute(f"set standard_conforming_strings = {setting}")
    assert [database.value(f"select {quote_literal(t)}") for t in TEXTS] == TEXTS


def test_split_gives_places_in_characters() -> None:
    text = "select 'äöü€';\n\n/* é /* nested */ */ -- 😀\ncreate table ü ();select 3 -- end\n"
    pieces = split(text)
    assert [(p.sql, p.node) for p in pieces] == [
        ("select 'äöü€'", "SelectStmt"),
        ("create table ü ()", "CreateStmt"),
        ("select 3 -- end", "SelectStmt"),
    ]
    assert all(text.startswith(p.sql, p.offset) for p in pieces)


@pytest.mark.parametrize("text", ["", " ;; \n;", "-- only a comment", "/* only */"])
def test_nothing_is_no_statement(text: str) -> None:
    assert split(text) == ()
    assert statement_class(text) == ""
    assert tree(text) == {}


def test_a_body_of_standard_sql_is_one_statement() -> None:
    text = "create procedure p() begin atomic insert into t values (1); insert into t values (2); end; select 1"
    assert [p.node for p in split(text)] == ["CreateFunctionStmt", "SelectStmt"]


@pytest.mark.parametrize(
    ("text", "position"),
    [("select 1;\nselect 'é' form x y", 27), ("créate table t ()", 1), ("select 'ö' || 'never closed", 15), ("select 1;\nselect \0", 18)],
)
def test_a_syntax_error_has_its_place_in_characters(text: str, position: int) -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        split(text)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        r"select '\d', E'\'\d', " + '"\\d"' + r", $$\d$$, $a$ $$ \d $a$, U&'\0061' -- \d",
        "/* \\d /* \\d */ \\d */ select 1",
        "create function a$b$() returns text language sql as $b$ select '\\d' $b$",
        "select 'it''s \\d'",
    ],
)
def test_a_backslash_in_a_literal_is_no_command(text: str) -> None:
    assert [type(part) for part in script(text)] == [Piece]


def test_commands_stand_between_statements() -> None:
    parts = script("select 'é';\n\\ir  'it''s.sql' \nselect 2;\n\\i \"b c.sql\"\nselect 3; \\gexec\n\\.")
    assert [p.node if isinstance(p, Piece) else (p.command, p.path, p.offset) for p in parts] == [
        "SelectStmt",
        ("ir", "it's.sql", 12),
        "SelectStmt",
        ("i", "b c.sql", 40),
        "SelectStmt",
        ("gexec", "", 63),
        (".", "", 70),
    ]
    assert [(p.is_include, p.is_relative) for p in parts if isinstance(p, Meta)] == [(True, True), (True, False), *[(False, False)] * 2]


def test_an_error_behind_a_command_has_its_place_in_the_script() -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        script("-- é\n\\i x\nselect form x y")
    assert caught.value.position == 25


def test_an_include_does_not_cut_a_statement() -> None:
    with pytest.raises(SqlSyntaxError, match="inside a statement"):
        script("select 1\n\\i x")


def test_created_roles() -> None:
    text = 'create role a; create user "B c" login; create group d; alter role e login; do $$ begin create role f; end $$'
    assert created_roles(text) == ("a", "B c", "d")


def test_a_tree_is_plain_data() -> None:
    assert tree("comment on extension x is 'y'") == {"objtype": "OBJECT_EXTENSION", "object": {"string": {"sval": "x"}}, "comment": "y"}


RESTYLED = [
    ('CREATE TABLE "public"."orders"  ( "id" UUID )', "create table public.orders ( id uuid )"),
    ("ALTER\tTABLE Public.Orders\n\tADD  COLUMN x INT;  ", "alter table public.orders\n\tadd column x int;"),
    ('SELECT "Id", "order", "a b", "ä", "a$b", "char" FROM t', 'select "Id", "order", "a b", "ä", "a$b", "char" from t'),
    ("SELECT 'It  IS', E'\\n  X', $$ BODY  X $$, B'1' -- KEEP  this\n/* AND  this */", None),
    ('SELECT"a"FROM"t"WHERE"e"\'x\'=1', "select a from t where e 'x'=1"),
    ("SELECT\"u\"&'x'", "select u &'x'"),
    ('select 1 "year"', 'select 1 "year"'),
    ('alter table t add "column" int, add "constraint" int', 'alter table t add "column" int, add "constraint" int'),
    ("select N'X'", "select n'X'"),
    ('comment on column "s"."t"."value" is \'X\'', "comment on column s.t.value is 'X'"),
    ('create index "I" on ONLY "t" USING btree ("lower"("a") DESC)', 'create index "I" on only t using btree (lower(a) desc)'),
    ("create view v as\n    SELECT 1\r\n  ,2", "create view v as\n    select 1\n  ,2"),
    ('SELECT \'é\',"ü"  FROM  "é" WHERE ÄB = 1', None),
    ("", ""),
]


def without_locations(node: Any) -> Any:
    """A parse tree without the places in the text."""
    if isinstance(node, dict):
        places = ("location", "stmt_location", "stmt_len", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end")
        return {k: without_locations(v) for k, v in node.items() if k not in places}
    return [without_locations(n) for n in node] if isinstance(node, list) else node


def meaning(sql: str) -> Any:
    return without_locations(MessageToDict(postgast.parse(sql), preserving_proto_field_name=True))


@pytest.mark.parametrize(("before", "after"), RESTYLED)
def test_restyle(before: str, after: str | None) -> None:
    styled = restyle(before)
    if after is not None:
        assert styled == after
    assert meaning(styled) == meaning(before)
    assert restyle(styled) == styled


def test_restyle_keeps_literals_comments_and_bodies() -> None:
    kept = ["'It  IS'", "E'\\n  X'", "$$ BODY  X $$", "B'1'", "-- KEEP  this", "/* AND  this */"]
    styled = restyle(f"SELECT {', '.join(kept[:4])} {kept[4]}\n{kept[5]}")
    assert all(word in styled for word in kept)


@given(
    st.lists(
        st.sampled_from(['"a"', '"B"', '"e"', '"order"', "x", "Y", "'l'", "1", "U&'l'", ",", "=", "AS", ".", "&", " ", "\n", "("]),
        max_size=9,
    )
)
def test_restyle_never_changes_the_meaning(words: list[str]) -> None:
    sql = "SELECT " + "".join(words)
    try:
        expected = meaning(sql)
    except postgast.PgQueryError:
        with pytest.raises(SqlSyntaxError):
            restyle(sql)
        return
    assert meaning(restyle(sql)) == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("check (((a > 0) and (b < 1)))", "check (a > 0 and b < 1)"),
        ("check (((value)::numeric > (0)::numeric))", "check (value::numeric > 0::numeric)"),
        ("check ((((a > 0) and (b < 1)) or (c is null)))", "check ((a > 0 and b < 1) or c is null)"),
        ("check (((a between 1 and 2) and (b > 1)))", "check ((a between 1 and 2) and b > 1)"),
        ("check ((a = 1) = (b is null))", "check ((a = 1) = (b is null))"),
        ("check ((a * (b + c)) > 0)", "check ((a * (b + c)) > 0)"),
        ("check ((- (1)::numeric) < a)", "check ((- (1)::numeric) < a)"),
        ("check ((a, b) = (1, 2) /* (( */)", "check ((a, b) = (1, 2) /* (( */)"),
        ("check (((( select 1)) = a))", "check ((( select 1)) = a)"),
    ],
)
def test_restyle_leaves_out_parentheses_that_say_nothing(written: str, read: str) -> None:
    assert restyle(f"alter table t add constraint c {written}") == f"alter table t add constraint c {read}"


def test_restyle_refuses_what_is_no_sql() -> None:
    with pytest.raises(SqlSyntaxError):
        restyle("select form x y")


def test_names_are_words_as_they_are_meant() -> None:
    assert names('Public."Order ""Book""".id /* x */ = $1 and \'y\' -- z') == ("public", 'Order "Book"', "id", "and")
    assert names("$$ unfinished") == ()


@pytest.mark.parametrize(
    ("identity", "name"),
    [("public.t.c", "c"), ('public."F (x)"(integer, "A b")', "F (x)"), ("public.f(character varying)", "f"), ('"a(b"', "a(b")],
)
def test_the_last_name_is_the_objects_own(identity: str, name: str) -> None:
    assert last_name(identity) == name
