"""Rows of live that are in the way of a change, or that it loses: which query counts them, and what is said of the number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer
from schemactl.config import Settings
from schemactl.desired import SchemaFile, remarks_of
from schemactl.diff import Spoken
from schemactl.pipeline import counting
from schemactl.pipeline.diff import Proposal, Request, diff
from schemactl.plan import Hazard
from workspace import Workspace

NewDatabase = Callable[[], str]
START = """
    create extension btree_gist;
    create table users (id int primary key, mail text, code varchar(20), age bigint, price numeric(8,2), mood text);
    insert into users values (3, null, null, null, null, null), (1, 'x', '0123456789 abc', 1, 5, 'sad'),
                             (2, 'x', '1         ', 5000000000, 12345, 'good');
    create table orders (id int primary key, u int, note text, total int, k int, span int4range, gone text);
    insert into orders values (1, 1, null, 1, 1, '[1,5)', 'x'), (2, 7, 'n', 2, 1, '[3,9)', null), (3, null, 'N', 3, 2, '[3,9)', null);
    create table dropped ();
    insert into dropped default values;
    create type st as enum ('a', 'b', 'c');
    create domain pos as int;
    create table holds (s st, ss st[], p pos);
    insert into holds values ('c', '{a,c}', -1), ('a', '{c}', null);
    create table parts (id int, k text) partition by list (k);
    create table loose (id int, k text);
    insert into loose values (1, 'b'), (2, 'z');
    create table parent (id int);
    create table child () inherits (parent);
    insert into parent values (1), (null);
    insert into child values (1), (null);
    create table unchecked (id int);
    alter table unchecked add constraint small check (id < 5) not valid;
    insert into unchecked values (1);
"""
GOAL = """
    create extension btree_gist;
    create type moods as enum ('good', 'bad');
    create table users (id int primary key, mail text unique, code varchar(10), age int, price numeric(5,1), mood moods);
    create table orders (id int primary key, u int references users, note text not null, total int check (total > 1), k int,
                         span int4range, needed int not null, given int not null default 1,
                         exclude using gist (k with =, span with &&));
    create unique index notes on orders (lower(note)) where k > 0;
    create type st as enum ('a', 'b');
    create domain pos as int not null check (value > 0);
    create table holds (s st, ss st[], p pos);
    create table parts (id int, k text) partition by list (k);
    create table loose partition of parts for values in ('b', 'c');
    create table parent (id int unique check (id > 0));
    create table child () inherits (parent);
    create table unchecked (id int, constraint small check (id < 5));
    create table born (id int not null check (id > 0) unique references users);
"""
IN_THE_WAY = {
    "column public.users.code": 1,
    "column public.users.age": 1,
    "column public.users.price": 1,
    "column public.users.mood": 1,
    "constraint public.users.users_mail_key": 1,
    "constraint public.orders.orders_u_fkey": 1,
    "column public.orders.note": 1,
    "constraint public.orders.orders_total_check": 1,
    "column public.orders.needed": 3,
    "constraint public.orders.orders_k_span_excl": 2,
    "index public.notes": 1,
    "enum public.st": 3,
    "domain public.pos": 1,
    "constraint public.pos.pos_check": 1,
    "partition public.loose": 1,
    "constraint public.parent.parent_id_key": 0,
    "constraint public.parent.parent_id_check": 0,
    "constraint public.unchecked.small": 0,
}


def state(url: str, sql: str) -> str:
    with connect(url) as database:
        database.execute(sql)
    return url


def compared(server: ScratchServer, start: str | Path, goal: str, **how) -> Proposal:  # type: ignore[no-untyped-def]
    settings = Settings(root=Path(), platform="plain", scratch_url=server.url())
    return diff(settings, Request(start, goal, as_files=False, **how), lambda _: None)


def of(proposal: Proposal, name: str) -> list[Hazard]:
    return [h for h in proposal.hazards if h.name == name]


def test_each_class_is_counted(server: ScratchServer, new_database: NewDatabase) -> None:
    proposal = compared(server, state(new_database(), START), state(new_database(), GOAL))
    found = {str(f.check.key): f.count for f in proposal.counts.in_the_way}
    assert [f for f in proposal.counts.in_the_way if f.reason] == []
    assert found == IN_THE_WAY
    offending = {key for key, count in IN_THE_WAY.items() if count}
    assert {str(h.key) for h in of(proposal, "may_fail_on_rows")} == offending
    notes = dict(proposal.migrations[-1].notes)
    assert "constraint public.unchecked.small: check, 0 of live's rows in the way; select count(*) from public.unchecked" in notes["rows"]
    note = "column public.orders.note: not null, 1 of live's rows in the way; select count(*) from public.orders where note is null"
    assert f"may_fail_on_rows ({note})" in notes["hazards"]
    assert [h.why for h in of(proposal, "deletes_data")] == [
        "1 of live's values go; select count(gone) from public.orders",
        "1 of live's rows go; select count(*) from public.dropped",
    ]


def test_the_query_has_the_names_that_live_has(server: ScratchServer, new_database: NewDatabase) -> None:
    start = state(new_database(), "create table old (id int, note text, gone int); insert into old values (-1, null, 5), (1, 'x', null)")
    text = """
        -- schemactl: renamed from old
        create table public.new (
            id int check (id > 0),
            notes text not null,  -- schemactl: renamed from note
            more int default 7 check (more > id + 5)
        );
    """
    spoken = Spoken(remarks=remarks_of(SchemaFile(Path(), "a.sql", text)))
    proposal = compared(server, start, state(new_database(), text), spoken=spoken)
    assert {str(f.check.key): (f.count, f.check.query) for f in proposal.counts.in_the_way} == {
        "column public.new.notes": (1, "select count(*) from (select note as notes from public.old) as new where notes is null"),
        "constraint public.new.new_id_check": (1, "select count(*) from public.old where not (id > 0)"),
        "constraint public.new.new_check": (
            0,
            "select count(*) from (select id, (7)::integer as more from public.old) as new where not (more > (id + 5))",
        ),
    }
    assert [f.check.query for f in proposal.counts.lost] == ["select count(gone) from public.old"]


def test_without_counts_the_query_is_said(server: ScratchServer, new_database: NewDatabase) -> None:
    sides = state(new_database(), "create table t (x int)"), state(new_database(), "create table t (x int not null)")
    proposal = compared(server, *sides, live_counts=False)
    assert [h.why for h in of(proposal, "may_fail_on_rows")] == ["not null; select count(*) from public.t where x is null"]


def test_folders_have_no_rows_to_count(server: ScratchServer, new_database: NewDatabase, tmp_path: Path) -> None:
    (tmp_path / "t.sql").write_text("create table t (x int);")
    proposal = compared(server, tmp_path, state(new_database(), "create table t (x int not null)"))
    assert [h.why for h in of(proposal, "may_fail_on_rows")] == ["not null; select count(*) from public.t where x is null"]


def test_a_count_that_takes_too_long_is_given_up(server: ScratchServer, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(counting.OPTIONS, "statement_timeout", "5ms")
    start = state(new_database(), "create table t (x int); insert into t select generate_series(1, 3000)")
    proposal = compared(server, start, state(new_database(), "create table t (x int check (length(repeat('x', x * 100000)) > 0))"))
    assert of(proposal, "may_fail_on_rows")[0].why.startswith("check, not counted on live: it takes more than 5ms; select count(*) ")


@pytest.mark.parametrize("call", ["public.greedy(x)", "pg_sleep(x) is null", "pg_catalog.random() > x", "public.pi(x) > 0"])
def test_a_count_calls_nothing_that_may_do_more_than_compute(call: str, server: ScratchServer, new_database: NewDatabase) -> None:
    greedy = "create table t (x int); create function greedy(int) returns boolean language sql as 'delete from public.t returning false';"
    both = f"{greedy} create function public.pi(int) returns int language sql as 'select 1';"
    start = state(new_database(), f"{both} insert into t values (1)")
    proposal = compared(server, start, state(new_database(), f"{both} alter table t add check ({call})"))
    assert ", not counted on live: it would call " in of(proposal, "may_fail_on_rows")[0].why


def test_rows_that_a_policy_hides_are_not_taken_for_none(workspace: Workspace) -> None:
    workspace.schema(t="create table public.t (x int not null); alter table public.t enable row level security;")
    workspace.schema(u="alter table public.t force row level security;")
    workspace.by_hand("create table public.t (x int); insert into public.t values (null);")
    workspace.by_hand("alter table public.t enable row level security; alter table public.t force row level security;")
    data = workspace.json("diff")
    assert [(f["count"], f["reason"]) for f in data["rows"]] == [
        (None, 'query would be affected by row-level security policy for table "t"')
    ]
    assert [h["object"] for h in data["hazards"] if h["name"] == "may_fail_on_rows"] == ["column public.t.x"]


def test_the_flag_keeps_live_from_being_asked(workspace: Workspace) -> None:
    workspace.schema(t="create table public.t (x int not null);")
    workspace.by_hand("create table public.t (x int);")
    assert workspace.json("diff", "--stdout")["rows"][0]["count"] == 0
    assert workspace.json("diff", "--stdout", "--no-live-counts")["rows"][0]["count"] is None
