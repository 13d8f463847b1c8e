"""What `inspect` sees on a server where something is wrong on purpose."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import PhysicalReplicationConnection

from schemactl.adapters.database import connect
from schemactl.errors import ConnectionFailure, DatabaseError
from workspace import PATIENCE, Workspace

SECRET = "hunter2-secret"
TABLES = """
create table public.orders (id serial primary key, customer int, note text);
insert into public.orders (customer, note) select i % 100, repeat('x', 200) from generate_series(1, 20000) i;
create index orders_note on public.orders (note, id);
create index orders_customer on public.orders (customer);
delete from public.orders where id % 2 = 0;
select setval('public.orders_id_seq', 2000000000);
analyze public.orders;
"""


@pytest.fixture
def orders(workspace: Workspace) -> Workspace:
    workspace.by_hand(TABLES)
    return workspace


def section(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in found["sections"] if s["name"] == name)


def rows(workspace: Workspace, name: str, *flags: str) -> list[dict[str, Any]]:
    found = workspace.json("inspect", name, *flags)
    assert section(found, name)["cannot_tell"] is None
    return list(section(found, name)["rows"])


@contextmanager
def blocked(workspace: Workspace) -> Iterator[tuple[int, int]]:
    """Two sessions: one has locked the table and does nothing, the other waits for it. Their process numbers."""
    with connect(workspace.url) as blocker, connect(workspace.url) as waiter:
        pids = int(blocker.value("select pg_backend_pid()")), int(waiter.value("select pg_backend_pid()"))
        blocker.begin()
        blocker.execute(f"lock table public.orders; select '{SECRET}'")
        thread = threading.Thread(target=_waits, args=(waiter,))
        thread.start()
        try:
            wait(workspace, f"select count(*) from pg_locks where pid = {pids[1]} and not granted")
            yield pids
        finally:
            blocker.rollback()
            thread.join()


def wait(workspace: Workspace, condition: str) -> None:
    """Until the server says so."""
    end = time.monotonic() + PATIENCE
    while not workspace.value(condition):
        assert time.monotonic() < end
        time.sleep(0.02)


def _waits(waiter: Any) -> None:
    with connect(waiter.url):
        try:
            waiter.execute(f"select count(*) from public.orders where note = '{SECRET}'")
        except (DatabaseError, ConnectionFailure) as error:
            pytest.fail(str(error))


def test_who_waits_for_whom(orders: Workspace) -> None:
    with blocked(orders) as (blocker, waiter):
        found = orders.json("inspect", "locks", "transactions", "tables", "indexes", "table-bloat", "sequences")
    (lock,) = section(found, "locks")["rows"]
    assert (lock["blocked"], lock["blocker"], lock["blocker_state"]) == (str(waiter), str(blocker), "idle in transaction")
    assert lock["lock"] == "Access Share on public.orders"
    assert lock["blocked_query"] == "select count(*) from public.orders where note = ?"
    assert f"pg_terminate_backend({blocker})" in lock["remark"]
    assert {str(blocker), str(waiter)} <= {row["pid"] for row in section(found, "transactions")["rows"]}
    assert SECRET not in json.dumps(found)
    # what is locked exclusively does not keep us from reading on
    assert [s["name"] for s in found["sections"] if s["cannot_tell"]] == []
    assert section(found, "tables")["rows"][0]["relation"] == "public.orders"


def test_a_role_that_sees_its_own_sessions_alone_is_told(orders: Workspace) -> None:
    owner = orders.server.owner
    with connect(orders.admin_url) as other:
        other.begin()
        other.execute("lock table public.orders in share mode")
        transactions = section(orders.json("inspect", "transactions"), "transactions")
        assert transactions["notice"].endswith(f"grant pg_read_all_stats to {owner}")
        assert transactions["notice"] in orders.ok("inspect", "transactions")
        orders.by_hand(f"grant pg_read_all_stats to {owner}", admin=True)
        try:
            transactions = section(orders.json("inspect", "transactions"), "transactions")
        finally:
            orders.by_hand(f"revoke pg_read_all_stats from {owner}", admin=True)
        assert transactions["notice"] is None
        assert str(other.value("select pg_backend_pid()")) in {row["pid"] for row in transactions["rows"]}
        other.rollback()


def test_a_replica_and_how_far_it_is_behind(orders: Workspace) -> None:
    name = f"replica_{orders.database.lower()}"
    connection = psycopg2.connect(orders.admin_url, connection_factory=PhysicalReplicationConnection, application_name=name)
    try:
        with connection.cursor() as cursor:
            cursor.create_replication_slot(name)
            cursor.start_replication(slot_name=name, start_lsn=orders.value("select pg_current_wal_flush_lsn()::text"), status_interval=1)
            cursor.read_message()
            orders.by_hand(f"grant pg_read_all_stats to {orders.server.owner}", admin=True)
            (replica,) = [row for row in rows(orders, "replication") if row["client"] == name]
            (slot,) = [row for row in rows(orders, "slots") if row["slot"] == name]
        assert (replica["role"], replica["synchronous"]) == (orders.server.admin, "async")
        assert (slot["active"], slot["kind"]) == (True, "physical")
    finally:
        connection.close()
        orders.by_hand(f"revoke pg_read_all_stats from {orders.server.owner}", admin=True)
        wait(orders, f"select not active from pg_replication_slots where slot_name = '{name}'")
        orders.by_hand(f"select pg_drop_replication_slot('{name}')", admin=True)


def test_an_index_that_no_query_uses_is_named(orders: Workspace) -> None:
    orders.by_hand("set enable_seqscan = off; select count(*) from public.orders where customer = 3; select pg_stat_force_next_flush()")
    found = {row["index"]: row for row in rows(orders, "indexes")}
    assert found["public.orders_note"]["remark"].startswith("no scan since ")
    assert found["public.orders_customer"]["scans"] == 1
    assert found["public.orders_customer"]["remark"] is None
    assert found["public.orders_pkey"]["enforces"] == "primary key"
    assert found["public.orders_pkey"]["remark"] is None


def test_an_invalid_index_is_named(orders: Workspace) -> None:
    orders.by_hand("update pg_index set indisvalid = false where indexrelid = 'public.orders_customer'::regclass", admin=True)
    (found,) = [row["remark"] for row in rows(orders, "indexes") if row["index"] == "public.orders_customer"]
    assert found.startswith("invalid: ")


def test_sizes_add_up(orders: Workspace) -> None:
    (table,) = rows(orders, "tables")
    parts = "heap", "toast", "indexes"
    assert table["total"] == sum(table[part] for part in parts)
    assert table["heap"] == orders.value("select pg_relation_size('public.orders')")
    assert table["indexes"] == orders.value(
        "select sum(pg_relation_size(indexrelid)) from pg_index where indrelid = 'public.orders'::regclass"
    )
    assert table["rows"] == 10000


def test_the_estimate_of_bloat_is_near_what_is_measured(orders: Workspace) -> None:
    orders.by_hand("create extension pgstattuple", admin=True)
    orders.by_hand("vacuum analyze public.orders", admin=True)
    (estimated,) = rows(orders, "table-bloat")
    orders.by_hand(f"grant pg_stat_scan_tables to {orders.server.owner}", admin=True)
    (measured,) = rows(orders, "table-bloat-exact")
    assert estimated["size"] == measured["size"]
    assert abs(estimated["wasted"] - measured["wasted"]) < 0.1 * measured["size"]
    assert 40 < measured["share"] < 60
    note = {
        name: next(r for r in rows(orders, name) if r["index"] == "public.orders_note") for name in ("index-bloat", "index-bloat-exact")
    }
    assert abs(note["index-bloat"]["wasted"] - note["index-bloat-exact"]["wasted"]) < 0.15 * note["index-bloat"]["size"]


def test_a_table_without_statistics_is_not_said_to_be_well(workspace: Workspace) -> None:
    workspace.by_hand("create table public.t (x int); insert into public.t select generate_series(1, 1000)")
    workspace.by_hand("vacuum public.t")
    (found,) = rows(workspace, "table-bloat")
    assert found["wasted"] is None
    assert found["remark"].startswith("cannot tell")


def test_a_sequence_near_the_end_of_its_column_is_named(orders: Workspace) -> None:
    orders.by_hand(
        "create sequence public.wide; alter table public.orders add small smallint; select setval('public.wide', 32000);"
        "alter table public.orders alter small set default nextval('wide')"
    )
    found = {row["sequence"]: row for row in rows(orders, "sequences")}
    assert found["public.orders_id_seq"]["used"] == 93.1
    assert found["public.wide"]["ends_at"] == 32767
    assert "bigint" in found["public.orders_id_seq"]["remark"]


def test_dead_rows_and_switched_off_autovacuum(orders: Workspace) -> None:
    orders.by_hand(
        "alter table public.orders set (autovacuum_enabled = off, autovacuum_vacuum_threshold = 7, autovacuum_vacuum_scale_factor = 0)"
    )
    (found,) = rows(orders, "vacuum")
    assert (found["dead"], found["threshold"]) == (10000, 7)
    assert found["remark"] == "autovacuum is switched off for it"


def test_a_slot_that_nobody_reads(orders: Workspace) -> None:
    name = f"slot_{orders.database.lower()}"
    orders.by_hand(f"select pg_create_physical_replication_slot('{name}', true)", admin=True)
    try:
        (found,) = [row for row in rows(orders, "slots") if row["slot"] == name]
        assert found["active"] is False
        assert found["keeps"] >= 0
    finally:
        orders.by_hand(f"select pg_drop_replication_slot('{name}')", admin=True)


def test_what_the_session_sets_for_itself_is_no_setting(orders: Workspace) -> None:
    found = {row["name"]: row for row in rows(orders, "settings")}
    assert (found["lock_timeout"]["value"], found["lock_timeout"]["set_in"]) == ("0", None)
    assert found["shared_buffers"]["value"] == "128 MB"
    assert "power failure" in found["fsync"]["remark"]


def test_the_platforms_tables_are_counted_and_left_out(workspace: Workspace) -> None:
    (workspace.folder / "schemactl.toml").write_text('platform = "supabase"\n')
    workspace.by_hand("create schema auth; create table auth.users (id int); create table public.mine (id int)")
    found = section(workspace.json("inspect", "tables"), "tables")
    assert [row["relation"] for row in found["rows"]] == ["public.mine"]
    assert found["platform_rows_left_out"] == 1
    assert {row["relation"] for row in rows(workspace, "tables", "--all")} == {"public.mine", "auth.users"}


def test_as_text_in_a_pipe(orders: Workspace) -> None:
    said = orders.ok("inspect", "indexes", "overview", "--rows", "1")
    head, first, more = said[said.index("Index use") :].splitlines()[1:4]
    assert head.split("  ")[1] == "Index"
    assert first.index("public.orders ") == head.index("Table")
    assert more == "  … and 2 more"
    assert "  Database " in said


def test_an_unknown_section_is_refused_with_those_there_are(workspace: Workspace) -> None:
    assert "table-bloat" in workspace.fail(2, "inspect", "bloat")


class Page(HTMLParser):
    """What a page refers to, and whether its elements close in order."""

    VOID = ("meta", "rect")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_one_page_that_needs_nothing_else(orders: Workspace) -> None:
    orders.by_hand('create table public."<script>alert(1)</script>" (id int)')
    with blocked(orders):
        assert orders.ok("inspect", "--html", "page.html") == "wrote page.html\n"
    text = (orders.folder / "page.html").read_text(encoding="utf-8")
    assert SECRET not in text
    page = Page()
    page.feed(text)
    assert page.open == []
    assert "script" not in page.tags
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids}
    assert "url(" not in text
    assert "@import" not in text
    assert "public.&#34;&lt;script&gt;alert(1)" in text
