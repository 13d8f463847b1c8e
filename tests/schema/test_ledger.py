"""The ledger: entries make balances, once each, never below what an account may owe, and nobody changes what is booked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer

from .conftest import Trading, refusal

BOOK = """
    insert into ledger_entries (user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
    select user_id, id, exchange_id, md5(%(asset)s)::uuid, %(kind)s, %(amount)s, %(reference)s, now()
      from trading_accounts where id = md5('account ' || %(whose)s)::uuid
"""
TRANSFER = """
    insert into ledger_entries (user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
    select user_id, id, exchange_id, md5('USD')::uuid, 'transfer', case id when md5(%(to)s)::uuid then 1 else -1 end, %(reference)s, now()
      from trading_accounts where id in (md5(%(from)s)::uuid, md5(%(to)s)::uuid) order by id = md5(%(to)s)::uuid
"""
SECOND_ACCOUNT = """
    insert into trading_accounts (id, user_id, portfolio_id, exchange_id, label)
    select md5('second')::uuid, user_id, portfolio_id, exchange_id, 'second' from trading_accounts where id = md5('account alice')::uuid
"""
PLAIN = {"asset": "USD", "kind": "fee", "amount": -1, "reference": "one", "whose": "alice"}
BALANCE = "select balance from balances where asset_id = md5('USD')::uuid and trading_account_id = md5('account alice')::uuid"
DIFFERENCES = "select balance, booked from reconcile_balances()"
DENIED, UNCOVERED, WRITTEN_ONCE, UNEQUAL = "42501", "23514", "TA001", "TL001"
CHANGES = {
    "an entry's amount": "update ledger_entries set amount = 1000",
    "entries, none of them": "update ledger_entries set amount = 1000 where false",
    "an entry away": "delete from ledger_entries",
    "all entries away": "truncate ledger_entries",
    "a balance": "update balances set balance = 1000",
    "a balance away": "delete from balances",
    "all balances away": "truncate balances",
    "a balance from nothing": """
        insert into balances (user_id, trading_account_id, exchange_id, asset_id, balance)
        select user_id, trading_account_id, exchange_id, md5('BTC')::uuid, 1 from balances""",
}


def test_entries_make_the_balance(trading: Trading) -> None:
    with trading.acting("service_role") as database:
        for reference, amount in (("one", -30), ("two", "5.5")):
            database.execute(BOOK, PLAIN | {"amount": amount, "reference": reference})
        database.execute(BOOK, PLAIN | {"asset": "BTC", "amount": "0.000000000000000001"})
        assert database.value(BALANCE) == Decimal("75.5")
    assert trading.database.value("select sum(balance) from balances where asset_id = md5('BTC')::uuid") == Decimal("1e-18")
    assert trading.database.rows(DIFFERENCES) == []


def test_what_is_reported_again_is_booked_once(trading: Trading) -> None:
    for _ in range(2):
        trading.database.execute(BOOK + " on conflict do nothing", PLAIN)
    assert trading.database.value(BALANCE) == 99


def test_many_entries_in_one_statement_change_a_balance_by_their_sum(trading: Trading) -> None:
    # on the way the sum would be too low: what counts is the end
    trading.database.execute("""
        insert into ledger_entries (user_id, trading_account_id, exchange_id, asset_id, kind, amount, reference, occurred_at)
        select user_id, trading_account_id, exchange_id, asset_id, 'trade', amount, amount::text, now()
          from balances, unnest(array[-150, 60, 10]) amount""")
    assert trading.database.rows("select balance from balances") == [(20,), (20,)]


def test_a_balance_does_not_fall_below_zero(trading: Trading) -> None:
    assert refusal(trading.database, BOOK, PLAIN | {"amount": "-100.000000000000000001"}) == UNCOVERED
    assert refusal(trading.database, BOOK, PLAIN | {"amount": -1, "asset": "BTC"}) == UNCOVERED
    assert refusal(trading.database, BOOK, PLAIN | {"amount": -100}) == ""
    assert trading.database.value(BALANCE) == 0


def test_an_account_may_owe_what_the_platform_lends(trading: Trading) -> None:
    with trading.acting("service_role") as database:
        database.execute("update balances set credit_limit = 50")
        assert [refusal(database, BOOK, PLAIN | {"amount": a}) for a in ("-150.5", "-150")] == [UNCOVERED, ""]
        assert refusal(database, "update balances set credit_limit = 49") == UNCOVERED


def test_a_client_lends_itself_nothing(trading: Trading) -> None:
    with trading.acting("authenticated", trading.alice) as database:
        assert refusal(database, "update balances set credit_limit = 50") == DENIED
        assert refusal(database, BOOK, PLAIN | {"amount": 50}) == DENIED


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_changes_what_is_booked(trading: Trading, what: str) -> None:
    # the superuser, then the role that is granted most
    assert refusal(trading.database, CHANGES[what]) == WRITTEN_ONCE
    with trading.acting("service_role") as database:
        assert refusal(database, CHANGES[what]) == DENIED


@pytest.mark.parametrize("what", CHANGES)
def test_with_every_grant_the_triggers_still_refuse(trading: Trading, what: str) -> None:
    trading.database.execute("grant all on ledger_entries, balances to service_role")
    with trading.acting("service_role") as database:
        assert refusal(database, CHANGES[what]) == WRITTEN_ONCE


def test_a_transfer_takes_what_it_gives(trading: Trading) -> None:
    trading.database.execute(SECOND_ACCOUNT)
    sides = {"from": "account alice", "to": "second", "reference": "t"}
    assert _checked(trading.database, TRANSFER, sides) == ""
    assert trading.database.rows("select balance from balances where user_id = md5('alice')::uuid order by 1") == [(1,), (99,)]
    assert _checked(trading.database, BOOK, PLAIN | {"kind": "transfer"}) == UNEQUAL


def test_reconciliation_names_what_is_wrong(trading: Trading) -> None:
    trading.without_foreign_keys()
    trading.database.execute("update balances set balance = 1 where user_id = md5('alice')::uuid")
    trading.database.execute("delete from balances where user_id = md5('bob')::uuid")
    assert trading.database.rows(DIFFERENCES + " order by 1") == [(0, 100), (1, 100)]
    for user, wanted in ((trading.alice, [(1, 100)]), (trading.bob, [(0, 100)])):
        with trading.acting("authenticated", user) as database:
            assert database.rows(DIFFERENCES) == wanted


@pytest.fixture
def tellers(server: ScratchServer, built: Database) -> Iterator[list[Database]]:
    """Connections that commit, and a second account of alice; afterwards everything is as it was."""
    with connect(server.url(built.name)) as database:
        database.execute(SECOND_ACCOUNT)
        tellers = [connect(server.url(built.name)) for _ in range(6)]
        yield tellers
        for teller in tellers:
            teller.close()
        database.execute("""
            set session_replication_role = replica;
            delete from ledger_entries where reference like 'teller%';
            delete from balances where trading_account_id = md5('second')::uuid;
            update balances set balance = 100;
            delete from trading_accounts where id = md5('second')::uuid""")


def test_tellers_do_not_overdraw_an_account_together(tellers: list[Database]) -> None:
    def withdraw(number: int) -> str:
        values = {"kind": "withdrawal", "amount": -7}
        return "".join(refusal(tellers[number], BOOK, PLAIN | values | {"reference": f"teller {number} {n}"})[:1] or "+" for n in range(5))

    with ThreadPoolExecutor(len(tellers)) as pool:
        outcomes = "".join(pool.map(withdraw, range(len(tellers))))
    assert (outcomes.count("+"), outcomes.count("2")) == (14, 16)
    assert tellers[0].value(BALANCE) == 2
    assert tellers[0].rows(DIFFERENCES) == []


def test_transfers_in_both_directions_do_not_wait_for_each_other(tellers: list[Database]) -> None:
    tellers[0].execute(BOOK.replace("'account ' || ", ""), PLAIN | {"whose": "second", "amount": 100, "reference": "teller"})

    def transfer(number: int) -> set[str]:
        sides = ("account alice", "second")[:: 1 if number % 2 else -1]
        values = dict(zip(("from", "to"), sides, strict=True))
        return {refusal(tellers[number], TRANSFER, values | {"reference": f"teller {number} {n}"}) for n in range(15)}

    with ThreadPoolExecutor(len(tellers)) as pool:
        assert set().union(*pool.map(transfer, range(len(tellers)))) == {""}
    assert tellers[0].rows("select balance from balances where user_id = md5('alice')::uuid") == [(100,), (100,)]
    assert tellers[0].rows(DIFFERENCES) == []


def _checked(database: Database, sql: str, values: dict[str, Any]) -> str:
    """As it would end at the commit."""
    outcome = refusal(database, sql, values) or refusal(database, "set constraints all immediate")
    database.execute("set constraints all deferred")
    return outcome
