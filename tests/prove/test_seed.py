"""Seeding, tested on schemas that make it hard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.desired import build
from schemactl.prove.contents import read_contents
from schemactl.prove.seed import Seeded, Seeding, seed
from schemactl.supabase import PLATFORM_SCHEMAS, base_sql
from test_cases import state

NewDatabase = Callable[[], str]
SCHEMA = Path(__file__).parents[2] / "schema"

SEEDABLE = {
    "a circle closed by nulls": """
        create table a (id int primary key, b_id int);
        create table b (id int primary key, a_id int not null references a);
        alter table a add foreign key (b_id) references b;""",
    "a circle that is checked at commit": """
        create table a (id int primary key, b_id int not null);
        create table b (id int primary key, a_id int not null references a deferrable);
        alter table a add foreign key (b_id) references b deferrable initially deferred;""",
    "a circle over three tables and two columns": """
        create table a (x int, y text, c_id int not null, primary key (x, y));
        create table b (id int primary key, x int not null, y text not null, foreign key (x, y) references a);
        create table c (id int primary key, b_id int not null references b);
        alter table a add foreign key (c_id) references c deferrable;""",
    "rows that refer to themselves": """
        create table tree (id int primary key, parent int not null references tree);
        create table org (tenant int, id int, boss int, primary key (tenant, id), foreign key (tenant, boss) references org);
        create table counted (id int generated always as identity primary key, parent int references counted);""",
    "keys that share columns": """
        create table tenants (id uuid primary key);
        create table users (tenant uuid not null references tenants, id int, primary key (tenant, id));
        create table teams (tenant uuid not null references tenants, id int, primary key (tenant, id));
        create table members (tenant uuid not null, user_id int not null, team_id int, backup int,
            foreign key (tenant, user_id) references users, foreign key (tenant, team_id) references teams match simple,
            foreign key (tenant, backup) references users, primary key (tenant, user_id), check (backup <> user_id));
        create table whole (a uuid, b int, foreign key (a, b) references users match full);""",
    "keys to partitions": """
        create table p (id int, at date, primary key (id, at)) partition by range (at);
        create table p1 partition of p for values from ('2020-01-01') to ('2020-02-01');
        create table p2 partition of p for values from ('2020-02-01') to (maxvalue);
        create table c (id int primary key, p_id int not null, p_at date not null, foreign key (p_id, p_at) references p);""",
    "exclusion": """
        create table bookings (room int, during tsrange not null,
            exclude using gist (during with &&), check (not isempty(during)), check (not lower_inf(during) and not upper_inf(during)));
        create table shapes (c circle, exclude using gist (c with &&));
        create table later (id int, exclude using btree (id with =) deferrable initially deferred, unique (id) deferrable);""",
    "checks that call functions": """
        create function valid(code text) returns boolean language plpgsql immutable as
            $$ begin if code is null then raise exception 'no code'; end if; return code like 'AB-%' and length(code) > 4; end $$;
        create table codes (code text check (valid(code)));
        create domain checked as text check (valid(value));
        create table more (code checked, check (length(code) between 6 and 9));""",
    "checks over several columns": """
        create table spans (low int not null, high int not null, step numeric(5, 2) not null, total int, kind text not null,
            check (low < high), check (high - low between 10 and 20), check (step > 0 and step < 1), check (total = high - low),
            check (kind in ('a', 'b', 'c')), check ((kind = 'a') = (step < 0.5)));
        create table contact (email text, phone text, check (num_nonnulls(email, phone) = 1),
            check (email ~* '^[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}$'), check (phone ~ '^\\+[1-9][0-9]{6,14}$'));
        create table settings (data jsonb not null check (jsonb_typeof(data -> 'tags') = 'array' and data ? 'name'));""",
    "triggers that raise": """
        create function no() returns trigger language plpgsql as $$ begin raise exception 'not by hand'; end $$;
        create table log (id int primary key, line text not null);
        create trigger no before insert on log for each row execute function no();
        create table entries (id int primary key, log_id int not null references log);
        create trigger no after insert on entries for each statement execute function no();
        alter table entries enable always trigger no;""",
    "triggers that swallow": """
        create function nothing() returns trigger language plpgsql as $$ begin return null; end $$;
        create table t (id int);
        create trigger nothing before insert on t for each row execute function nothing();""",
    "rules": """
        create table quiet (id int, t text);
        create rule nothing as on insert to quiet do instead nothing;
        create table other (id int);
        create rule elsewhere as on insert to other do instead insert into quiet values (new.id);
        create table also (id int);
        create rule also as on insert to also do also select 1;""",
    "domains over domains": """
        create domain a as text check (length(value) > 2);
        create domain b as a not null check (value = upper(value));
        create domain c as b check (value ~ '^[A-Z]{4}-[0-9]+$');
        create domain n as numeric(4, 2) check (value between 0 and 1);
        create table t (x c, y b[], z n, w n default 0.5);""",
    "partitions": """
        create type size as enum ('s', 'm', 'l');
        create table by_list (id int, k size, primary key (id, k)) partition by list (k);
        create table l1 partition of by_list for values in ('s', 'm');
        create table l2 partition of by_list default;
        create table by_range (id bigint, at timestamptz not null) partition by range (at);
        create table r0 partition of by_range for values from (minvalue) to ('2024-01-01');
        create table r1 partition of by_range for values from ('2024-01-01') to ('2024-02-01') partition by hash (id);
        create table r1a partition of r1 for values with (modulus 2, remainder 0);
        create table r1b partition of r1 for values with (modulus 2, remainder 1);
        create table r2 partition of by_range default;
        create table by_both (a int, b text) partition by range (a, b);
        create table b1 partition of by_both for values from (10, 'm') to (20, 'c');""",
    "values of every class": """
        create type mood as enum ('sad', 'ok', 'happy');
        create type pair as (a int, b text, c mood);
        create type span as range (subtype = numeric);
        create table t (
            i2 int2, i8 int8, n numeric, n2 numeric(4, 2), r real, d double precision, m money, b boolean, bi bit(5), vb bit varying(7),
            c char(3), vc varchar(2), t text, nm name, by bytea, dt date, tm time(2), tt timetz, ts timestamp(0), tz timestamptz,
            iv interval, ivd interval day to hour, u uuid, j json, jb jsonb, x xml,
            ip inet, ci cidr, mac macaddr, tsv tsvector, tsq tsquery, p point,
            bx box, po polygon, ci2 circle, e mood, ea mood[], pr pair, pa pair[], sp span, ir int4range, mr int8multirange, dr daterange,
            ia int[], i2d int[][], ta text[], lsn pg_lsn, o oid, rc regclass);
        create table needed (e mood not null, pr pair not null, sp span not null, ia int[] not null, x xml not null, j json not null);""",
    "generated, identity, serial": """
        create table g (a int not null, b int generated always as (a * 2) stored not null check (b < 100),
            s text generated always as (a || 'x') stored);
        create table i (id int generated always as identity primary key, d bigint generated by default as identity, x text not null);
        create table s (id serial primary key, small smallserial, x int check (x > 5));
        create table only_id (id serial);
        create table nothing ();""",
    "row security for the owner too": """
        create table t (id int primary key);
        alter table t enable row level security;
        alter table t force row level security;""",
    "odd names": """
        create schema "Sch.ema";
        create table "Sch.ema"."Ta""ble" ("select" int primary key, "a b" text check ("a b" <> '''%s'), "schemactl_row" int unique);
        create table "Sch.ema"."from" ("order" int references "Sch.ema"."Ta""ble");""",
    "inheritance": """
        create table up (id int primary key, x text check (x <> 'q'));
        create table down (y date not null, check (y > '2020-01-01')) inherits (up);""",
    "uniqueness": """
        create table flags (b boolean unique, k int not null);
        create table one (only_one boolean primary key default true check (only_one));
        create unique index on flags (k) where b;
        create table lowered (t text not null);
        create unique index on lowered (lower(t));""",
}

UNSEEDABLE = {
    "nothing satisfies it": ("create table t (a int check (a > 1 and a < 1) not null);", {"public.t": "violates check constraint"}),
    "a circle that cannot be closed": (
        """create table a (id int primary key, b_id int not null);
           create table b (id int primary key, a_id int not null references a);
           alter table a add foreign key (b_id) references b;""",
        {"public.a": "violates foreign key constraint", "public.b": "it refers to a, which has no rows: insert or update on"},
    ),
    "a parent without rows": (
        """create table a (id int primary key check (id is null));
           create table b (a_id int not null references a);
           create table c (a_id int references a);""",
        {"public.a": "violates check constraint", "public.b": "it refers to a, which has no rows: new row for relation"},
    ),
    "an enum without values": ("create type e as enum (); create table t (e e not null);", {"public.t": "null value in column"}),
}


def seeded(url: str, sql: str) -> Seeding:
    with connect(state(url, sql)) as database:
        return seed(database)


def test_every_table_gets_rows(new_database: NewDatabase) -> None:
    """All of them in one database, each in a schema of its own."""
    schemas = {f"s{n}": sql for n, sql in enumerate(SEEDABLE.values())}
    found = seeded(new_database(), "".join(f"create schema {s}; set search_path = {s};{sql}" for s, sql in schemas.items()))
    assert [str(t) for t in found.empty] == []
    assert len({t.table.split(".")[0] for t in found.tables}) == len(SEEDABLE)
    assert all(t.rows <= 8 for t in found.tables)


@pytest.mark.parametrize("what", UNSEEDABLE)
def test_what_gets_none_says_why(what: str, new_database: NewDatabase) -> None:
    sql, reasons = UNSEEDABLE[what]
    found = {t.table: t.why for t in seeded(new_database(), sql).empty}
    assert found.keys() == reasons.keys()
    assert all(reasons[table] in found[table] for table in reasons)


def test_what_had_to_be_switched_off_is_said_and_on_again(new_database: NewDatabase) -> None:
    url = state(new_database(), SEEDABLE["triggers that raise"] + SEEDABLE["rules"])
    modes = "select array_agg((tgname, tgenabled) order by tgrelid) from pg_trigger where not tgisinternal"
    with connect(url) as database:
        before = database.value(modes)
        found = {t.table: t.without for t in seed(database).tables}
        assert database.value(modes) == before
    assert found["public.log"] == "triggers off: not by hand"
    assert found["public.quiet"] == "rules off: the rows were taken and did not appear"
    assert found["public.also"] == ""


def test_rows_have_nulls_and_edges(new_database: NewDatabase) -> None:
    with connect(state(new_database(), "create table t (a int, b text, c timestamptz, d numeric(6, 2) not null);")) as database:
        seed(database)
        columns = read_contents(database, frozenset()).tables["public.t"].columns
    assert None in columns["a"]
    assert {"-2147483648", "2147483647"} <= set(columns["a"])
    assert "" in columns["b"]
    assert max(len(value or "") for value in columns["b"]) > 100
    assert "infinity" in columns["c"]
    assert None not in columns["d"]


def test_every_row_of_a_partition_is_found_in_each_leaf(new_database: NewDatabase) -> None:
    found = {t.table: t.rows for t in seeded(new_database(), SEEDABLE["partitions"]).tables}
    assert set(found) == {f"public.{leaf}" for leaf in ("l1", "l2", "r0", "r1a", "r1b", "r2", "b1")}


@pytest.mark.parametrize("what", ["checks over several columns", "keys that share columns", "values of every class"])
def test_the_same_rows_every_time(what: str, new_database: NewDatabase) -> None:
    def rows(url: str) -> object:
        with connect(state(url, SEEDABLE[what])) as database:
            seed(database)
            return [(t.name, t.columns) for t in read_contents(database, frozenset()).tables.values()]

    assert rows(new_database()) == rows(new_database())


def test_when_the_time_is_over_the_rest_is_named(new_database: NewDatabase) -> None:
    with connect(state(new_database(), "create table a (x int); create table b (x int);")) as database:
        found = seed(database, limit=0)
    assert found.tables == tuple(Seeded(t, 0, why="the time for seeding was over") for t in ("public.a", "public.b"))


def test_settings_of_the_session_are_as_before(new_database: NewDatabase) -> None:
    with connect(new_database()) as database:
        database.execute("set statement_timeout = '17s'; set synchronous_commit = remote_write")
        seed(database)
        assert database.value("show statement_timeout") == "17s"
        assert database.value("show synchronous_commit") == "remote_write"


def test_the_trading_schema(new_database: NewDatabase) -> None:
    with connect(new_database()) as database:
        database.execute(base_sql(database))
        build(database, SCHEMA, escalate=database.execute)
        found = seed(database, PLATFORM_SCHEMAS)
    assert len(found.tables) > 10
    assert found.empty == ()
    # an order must be new when it enters, and the audit's counter cannot go on from the largest number
    assert {t.table for t in found.tables if t.without} <= {
        "public.assets",
        "public.exchanges",
        "public.instruments",
        "partitions.orders_default",
    }
