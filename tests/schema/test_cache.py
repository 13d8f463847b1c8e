"""Change notification: a listener hears which row changed, when it is true, once, and nothing of what the row holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer

from .conftest import Trading

UNPUBLISHED = {
    "market": {"orders", "trades", "positions", "balances", "ledger_entries", "daily_results", "signals", "market_data_bars"},
    "computed": {"backtest_runs", "backtest_trades", "backtest_equity_points", "backtest_results"},
    "never cached": {"private.exchange_credentials", "private.order_keys", "audit.log", "audit.chains"},
}
NOT_PUBLISHED = """
    select c.oid::regclass::text from pg_class c
     where c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace::regnamespace::text in ('public', 'private', 'audit')
       and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'private.publish_change'::regproc)
"""
KEYS = """
    select tgrelid::regclass::text from pg_trigger
     where tgfoid = 'private.publish_change'::regproc
       and (select array_agg(attname::text order by attnum) from pg_index i join pg_attribute a on a.attrelid = indrelid
             where indrelid = tgrelid and indisprimary and attnum = any (indkey))
           is distinct from string_to_array(rtrim(encode(tgargs, 'escape'), E'\\\\000'), E'\\\\000')
"""


@pytest.fixture
def heard(server: ScratchServer, built: Database) -> Iterator[Database]:
    with connect(server.url(built.name)) as database:
        database.execute("listen cache_changes")
        yield database


@pytest.fixture
def writer(server: ScratchServer, built: Database) -> Iterator[Database]:
    with connect(server.url(built.name)) as database:
        yield database
        database.execute("delete from strategies where name like 'noted%'")


def test_what_a_cache_keeps_is_published(trading: Trading) -> None:
    assert {t for (t,) in trading.database.rows(NOT_PUBLISHED)} == set().union(*UNPUBLISHED.values())


def test_the_key_is_the_primary_key(trading: Trading) -> None:
    assert trading.database.rows(KEYS) == []
    trading.database.execute("""
        drop trigger publish_change on profiles;
        create trigger publish_change after insert on profiles for each row execute function private.publish_change('display_name')""")
    assert trading.database.rows(KEYS) == [("profiles",)]


def test_a_listener_hears_what_changed(heard: Database, writer: Database) -> None:
    new = "insert into strategies (user_id, name) values (md5('alice')::uuid, 'noted') returning id::text"
    with writer.transaction():
        key = writer.value(new)
        assert _messages(heard) == []
    user = writer.value("select md5('alice')::uuid::text")
    writer.execute("update strategies set description = 'long ' || repeat('x', 3990) where name = 'noted'")
    writer.execute("delete from strategies where name = 'noted'")
    common = {"table": "public.strategies", "key": {"id": key}, "user_id": user}
    assert _messages(heard) == [common | {"operation": o} for o in ("insert", "update", "delete")]


def test_a_changed_key_is_heard_as_both(heard: Database, writer: Database) -> None:
    before = writer.value("insert into strategies (user_id, name) values (md5('alice')::uuid, 'noted') returning id::text")
    after = writer.value("update strategies set id = gen_random_uuid() where name = 'noted' returning id::text")
    assert [m["key"]["id"] for m in _messages(heard)] == [before, before, after]


def test_what_is_rolled_back_is_not_heard(heard: Database, writer: Database) -> None:
    writer.begin()
    writer.execute("update exchanges set name = 'Gone'")
    writer.rollback()
    assert _messages(heard) == []


def test_a_row_changed_twice_is_heard_once(heard: Database, writer: Database) -> None:
    with writer.transaction():
        for _ in range(2):
            writer.execute("update exchanges set name = name where code = 'nowhere'")
    assert [(m["table"], m["user_id"]) for m in _messages(heard)] == [("public.exchanges", None)]


def _messages(listener: Database) -> list[dict[str, Any]]:
    """What has come in since the last call; any round trip brings it."""
    listener.value("select 1")
    notifies = listener._connection.notifies
    texts = [n.payload for n in notifies if n.channel == "cache_changes"]
    notifies.clear()
    assert all(len(text.encode()) < 1000 for text in texts)
    return [json.loads(text) for text in texts]
