"""A migration as it is read: a paragraph an object, in the order in which people think of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemactl.adapters.database import connect
from schemactl.catalog import read
from schemactl.diff import Trial, find_way
from schemactl.plan import script

Written = Callable[[str, str], str]


@pytest.fixture
def written(new_database: Callable[[], str]) -> Written:
    """The script that leads from one state to another."""

    def written(start: str, goal: str) -> str:
        here, there = new_database(), new_database()
        with connect(here) as database, connect(there) as other:
            for side, sql in ((database, start), (other, goal)):
                side.execute(sql)
            trial = Trial(database, read)
            facts = trial.read(), read(other)
            way = find_way(trial, facts[1])
        return script(way.up[0].statements, *facts)

    return written


TABLE = """create table public.t (
    a integer,
    b integer
);"""
GOAL = """
    create table t (a int, b int);
    comment on column t.a is 'a'; comment on table t is 't';
    grant insert (a) on t to pg_monitor; grant insert (b), update (b) on t to pg_monitor; grant select on t to pg_monitor;
    grant select (a) on t to pg_monitor; grant select on t to pg_checkpoint with grant option;
    create index on t (a);
    create policy p on t using (true);
"""


def test_a_new_table_is_one_paragraph_with_what_is_said_of_it_at_the_end(written: Written) -> None:
    assert (
        written("select 1", GOAL)
        == f"""{TABLE}
create index t_a_idx on public.t using btree (a);
create policy p on public.t
    for all
    to public
    using (true);
grant select on table public.t to pg_checkpoint with grant option;
grant select, insert (a, b), select (a), update (b) on table public.t to pg_monitor;
comment on table public.t is 't';
comment on column public.t.a is 'a';"""
    )


def test_a_grant_that_is_added_names_no_other(written: Written) -> None:
    grant = "grant select (a), insert (b) on t to pg_monitor;"
    start = f"create table t (a int, b int); {grant}"
    assert written(start, f"{start} grant update (a, b) on t to pg_monitor; grant delete on t to pg_monitor") == (
        "grant update (a) on table public.t to pg_monitor;\n"
        "grant update (b) on table public.t to pg_monitor;\n"
        "grant delete on table public.t to pg_monitor;"
    )
