"""What PostgreSQL prints is the same fact after its own text was read back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemactl.adapters.binaries import newest_dump
from schemactl.adapters.database import connect
from schemactl.adapters.dump import dump_schema, executable
from schemactl.adapters.scratch import ScratchServer
from schemactl.catalog import read
from schemactl.catalog.canonical import canonical
from schemactl.diff import difference

STATE = """
create table t (
    a varchar(10) check (a in ('a', 'b')),
    b varchar check (b not in ('a', 'b')),
    c char(3) check (c in ('x', 'y')),
    n numeric check (n between 1 and 10) check (n in (1, 2.5)),
    d date default 'now'::text::date check (d > '2020-01-01'),
    x text check (x = any (array['a', 'b']::text[])),
    y varchar check (y = any (array['a'::varchar, 'b'::text])),
    z varchar check (z::text in ('a', 'b')) check (lower(z) in ('a,(', '[b')) check (z like 'a%' or z ~ 'b'),
    q varchar(5)[] default array['a', 'b']::varchar(5)[],
    i bigint default -1 check (i in (-1, 20000000000)),
    g boolean generated always as (a in ('a', 'it''s')) stored);
create view v as
    select a in ('a', 'b') as one, c in ('x', 'y') as two, t.*::text as three, array['a', 'b']::varchar[] as four,
           array[a, b]::text[] as five, array[1, 2]::bigint[] as six, array[lower(a), b]::varchar[] as seven, array[1.5, n]::int[] as eight,
           array[array[1, 2], array[3, 4]]::bigint[] as nine, array[null, a]::text[] as ten, (array[a])[1]::text as eleven,
           extract(year from d) as twelve, nullif(a, '') as thirteen, coalesce(a, c) as fourteen
      from t where b in ('q', 'r') and (a, b) in (('a', 'b'), ('c', 'd')) and exists (select from t o where o.a not in ('a', 'b'));
alter table t enable row level security;
create policy p on t using (a in ('a', 'b') and b::text = any (array['a', 'b']::varchar[])
    and a = (select 'a'::varchar)) with check (c not in ('x', 'y'));
create index on t ((lower(a))) where a in ('a', 'b');
create index on t ((a || 'x')) where b like any (array['a%', 'b%']);
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger g before update on t for each row when (new.a in ('a', 'b') and old.c not in ('x', 'y')) execute function f();
create rule r as on update to t where new.a in ('a', 'b') do instead nothing;
create domain dv as varchar(5) check (value in ('a', 'b'));
create function h(a varchar default 'x', b int default -1, c varchar[] default array['a', 'b']) returns boolean language sql
    begin atomic select a in ('a', 'b') or c && array['a', 'b']::varchar[]; end;
create statistics st on (a in ('a', 'b')), (lower(a)) from t;
create table parts (a varchar) partition by list ((lower(a)));
create table part partition of parts for values in ('a', 'b');
"""


def test_a_state_is_the_same_after_a_round_trip_of_its_text(new_database: Callable[[], str], server: ScratchServer) -> None:
    source, copy = new_database(), new_database()
    with connect(source) as database:
        database.execute(STATE)
        first = read(database)
    with connect(copy) as database:
        database.execute(executable(dump_schema(source, newest_dump(server.major))))
    with connect(copy) as database:
        assert difference(first, read(database)).lines() == ()


@pytest.mark.parametrize(
    ("once", "then"),
    [
        ("(ARRAY['a,'::character varying, lower(x)])::text[]", "ARRAY[('a,'::character varying)::text, (lower(x))::text]"),
        ("ARRAY['a'::character varying]::text[]", "ARRAY['a'::character varying::text]"),
        ("(ARRAY[(ARRAY[a])::text[]])::x[]", "ARRAY[(ARRAY[(a)::text])::x]"),
        ("(ARRAY[a, b])", "(ARRAY[a, b])"),
        ("x = '(ARRAY[a])::text[]' or (ARRAY[a])::text[] = y", "x = '(ARRAY[a])::text[]' or ARRAY[(a)::text] = y"),
        ("create function f()\nAS $function$ select (ARRAY[1])::text[] $function$",) * 2,
    ],
)
def test_a_cast_of_an_array_moves_to_its_elements(once: str, then: str) -> None:
    assert canonical(once) == then
