"""What is found of rows that do not come through: every statement here is one that a file might hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.prove.contents import read_contents
from schemactl.prove.rows import compare, names_between
from test_cases import state

START = """
    create type mood as enum ('low', 'high');
    create table t (id int primary key, a int, b text, m mood, n numeric(6, 3), g int generated always as (id * 2) stored);
    insert into t values (1, 10, 'one', 'low', 1.125), (2, 20, 'two', 'high', 2.25), (3, null, null, null, null);
    create table p (k int, v text) partition by list (k);
    create table p1 partition of p for values in (1);
    create table p2 partition of p for values in (2);
    insert into p values (1, 'x'), (2, 'y'), (2, 'z');
    create table plain (k int, v text);
    insert into plain values (1, 'x'), (1, 'x');
    create table child (extra int) inherits (plain);
    insert into child values (2, 'y', 5);
    create table other (k int, v text);
    create schema elsewhere;
    create type inner_t as (x numeric, m mood);
    create type pair as (a int, b text, i inner_t);
    create table composed (p pair, ps pair[]);
    create type small as (a int, b text);
    create table single (s small);
    insert into single values ((1, 'x')), (null);
    insert into composed values (row(1, 'one', row(1.50, 'low')), array[row(2, 'two', null)::pair]), (null, null);
"""

KEPT = {
    "nothing done": "",
    "columns added, dropped without values": "alter table t add c int default 7, add d int; alter table t drop d",
    "a table renamed": "alter table t rename to u",
    "a table in another schema": "alter table t set schema elsewhere",
    "columns renamed": "alter table t rename a to c; alter table t rename b to a",
    "columns that exchange names": "alter table t rename a to c; alter table t rename b to a; alter table t rename c to b",
    "tables that exchange names": "alter table plain rename to o; alter table other rename to plain; alter table o rename to other",
    "a value of an enum renamed": "alter type mood rename value 'low' to 'blue'",
    "wider types": "alter table t alter a type bigint, alter m type text, alter n type numeric",
    "a partition detached": "alter table p detach partition p2",
    "a partition dropped, its rows in another": """
        alter table p detach partition p1; alter table p detach partition p2; create table pd partition of p default;
        insert into p select * from p1 union all select * from p2; drop table p1; drop table p2""",
    "a plain table attached": """
        create table q (k int, v text) partition by list (k); alter table child no inherit plain;
        alter table plain rename to q1; alter table q attach partition q1 for values in (1)""",
    "a plain table made partitioned": """
        alter table other rename to old; create table other (k int, v text) partition by hash (k);
        create table o1 partition of other for values with (modulus 1, remainder 0); insert into other select * from old; drop table old""",
    "attributes added and renamed": """
        alter type pair add attribute c int; alter type pair rename attribute a to k; alter type pair rename attribute b to a;
        alter type inner_t add attribute y int; alter type inner_t rename to deep; alter type mood rename value 'low' to 'blue'""",
    "rows written anew": "update t set a = a",
    "an inheritance child that stands alone": "alter table child no inherit plain",
    "an expression that no longer generates": "alter table t alter g drop expression",
}

LOST = {
    "a column": ("alter table t drop a", ["public.t.a: 2 values lost with the column"]),
    "a column, and one of its name comes": (
        "alter table t drop a; alter table t add a int",
        ["public.t.a: 2 of 3 values are others: '10' became null"],
    ),
    "a column whose name another takes": (
        "alter table t drop a; alter table t rename n to a",
        ["public.t.a: 2 values lost with the column"],
    ),
    "a table": ("drop table t", ["public.t: 3 rows lost with the table"]),
    "a partition": ("drop table p2", ["public.p: 2 rows of 3 lost"]),
    "rows": ("delete from t where id = 1", ["public.t: 1 row of 3 lost"]),
    "rows come": ("insert into t values (4)", ["public.t: 1 row more than the 3 that were there"]),
    "values": ("update t set b = upper(b) where id = 1", ["public.t.b: 1 of 3 values are others: 'one' became 'ONE'"]),
    "values change places": ("update t set a = 30 - a", ["public.t: values have changed places between the rows"]),
    "digits": ("alter table t alter n type numeric(6, 1)", ["public.t.n: '1.125' became '1.1'"]),
    "characters": ("alter table t alter b type char(2) using left(b, 2)", ["public.t.b: 'one' became 'on'"]),
    "an attribute": ("alter type inner_t drop attribute x", ["public.composed.p: an attribute of 1 values lost"]),
    "an attribute, and one of its name comes": (
        "alter type small drop attribute b; alter type small add attribute b text",
        ["""public.single.s: 1 of 2 values are others: '{"a": "1", "b": "x"}' became '{"a": "1", "b": null}'"""],
    ),
    "a value of an attribute": (
        "update single set s.a = 3 where s is not null",
        ["""public.single.s: 1 of 2 values are others: '{"a": "1", "b": "x"}' became '{"a": "3", "b": "x"}'"""],
    ),
    "values of a type without a cast": ("alter table t alter a type date using null", ["public.t.a: 2 of 2 values lost"]),
    "what a child has of its own": ("update child set extra = 6", ["public.child.extra: 1 of 1 values are others: '5' became '6'"]),
    "one of two equal rows": (
        "delete from only plain where ctid = (select min(ctid) from only plain); insert into child values (3, 'z')",
        ["public.plain.k: 1 of 3 values are others: '1' became '3'", "public.plain.v: 1 of 3 values are others: 'x' became 'z'"],
    ),
}


@pytest.fixture(scope="module")
def filled(server: ScratchServer) -> Iterator[Database]:
    with scratch_database(server, owner=server.admin) as name, connect(state(server.url(name), START)) as database:
        yield database


def found(database: Database, sql: str) -> list[str]:
    """What is found after a statement, which is rolled back."""
    before = read_contents(database, frozenset())
    database.begin()
    try:
        database.execute(sql or "select 1")
        after = read_contents(database, frozenset())
        return [str(f) for f in compare(database, before, after, names_between(before, after))]
    finally:
        database.rollback()


@pytest.mark.parametrize("what", KEPT)
def test_what_is_kept(what: str, filled: Database) -> None:
    assert found(filled, KEPT[what]) == []


@pytest.mark.parametrize("what", LOST)
def test_what_is_lost(what: str, filled: Database) -> None:
    sql, wanted = LOST[what]
    assert found(filled, sql) == wanted
