"""What a change gives to roles and takes from them, as a reviewer is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemactl.adapters.database import connect
from schemactl.catalog import read
from schemactl.model import Catalog
from schemactl.plan import access, access_hazards

INSIDER, OUTSIDER = "pg_monitor", "public"
Read = Callable[[str], Catalog]


@pytest.fixture
def facts(new_database: Callable[[], str]) -> Read:
    def facts(sql: str) -> Catalog:
        with connect(new_database()) as database:
            database.execute(sql)
            return read(database)

    return facts


def test_gains_and_losses_are_told_by_role(facts: Read) -> None:
    start = facts(f"""
        create table t (a int, b int); alter table t enable row level security; grant select, insert on t to {INSIDER};
        create policy own on t for select to {INSIDER} using (true);
        create function f() returns int language sql as 'select 1'; revoke execute on function f() from public;
        create table gone (a int); grant all on gone to public""")
    goal = facts(f"""
        create table t (a int, b int); grant select on t to {INSIDER}; grant update (b) on t to public;
        create function f() returns int language sql as 'select 1';
        create function quiet() returns int language sql as 'select 1'""")
    assert access(start, goal) == (
        f"{INSIDER}: - insert, select by policy where true on table public.t",
        f"{OUTSIDER}: + update on column public.t.b; + execute on function public.f(); "
        "+ every row, whatever the policies on table public.t",
    )
    assert [(str(h.key), h.why) for h in access_hazards(start, goal)] == [
        ("column public.t.b", "public gains update, and access to 2 more"),
        ("table public.t", f"{INSIDER} loses insert"),
    ]


def test_an_insiders_gain_is_told_and_is_no_hazard(facts: Read) -> None:
    start, goal = facts("create table t (a int)"), facts(f"create table t (a int); grant select on t to {INSIDER} with grant option")
    assert access(start, goal) == (f"{INSIDER}: + select with grant option on table public.t",)
    assert access_hazards(start, goal) == ()


def test_many_objects_of_one_treatment_are_one_phrase(facts: Read) -> None:
    tables = "".join(f"create table t{n} (a int); grant select on t{n} to {INSIDER};" for n in range(5))
    assert access(facts("select 1"), facts(tables)) == (
        f"{INSIDER}: + select on table public.t0, table public.t1, table public.t2 and 2 more",
    )


def test_the_same_schema_changes_no_access(facts: Read) -> None:
    sql = "create table t (a int); grant select on t to public; create function f() returns int language sql as 'select 1'"
    assert access(facts(sql), facts(sql)) == ()


def test_what_a_policy_lets_through_is_part_of_the_access(facts: Read) -> None:
    table = "create table t (a int); alter table t enable row level security; create policy own on t"
    start = facts(f"{table} for select to public using (a = 1); create policy never on t as restrictive for select to public using (a < 9)")
    assert access(start, facts(f"{table} for select to public using (true)")) == (
        f"{OUTSIDER}: + select by policy where true on table public.t; "
        "- select by policy where (a = 1), the limit of select where (a < 9) on table public.t",
    )


def test_whose_rights_views_and_functions_have_is_told(facts: Read) -> None:
    function = "create function f() returns int language sql security {} as 'select 1';"
    start = facts("create view v with (security_invoker = on) as select 1 as a;" + function.format("invoker"))
    goal = facts("create view v as select 1 as a; create view new as select 1 as a;" + function.format("definer"))
    said = (f"{OUTSIDER}: + the rights of its owner on function public.f(); + what its owner may see on view public.v",)
    assert access(start, goal) == said
    assert [str(h) for h in access_hazards(start, goal)] == [
        "changes_access (function public.f(): public gains the rights of its owner, and access to 1 more)"
    ]
