"""Who sees and changes what, tried on every table that the catalog names: a table added without policies fails here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from schemactl.errors import DatabaseError

from .conftest import SEALED, SHARED, Trading

DENIED = "42501"
UNIQUE_VIOLATION = "23505"
EXCLUSION_VIOLATION = "23P01"

# What a client may do with rows of its own. What is missing here is the engine's (service_role's) alone.
CLIENT_COMMANDS = {
    "profiles": "select insert update",
    "portfolios": "select insert update delete",
    "trading_accounts": "select insert update delete",
    "exchanges": "select",
    "assets": "select",
    "instruments": "select",
    "market_data_bars": "select",
    "exchange_connections": "select insert update delete",
    "strategies": "select insert update delete",
    "strategy_versions": "select insert",
    "strategy_assignments": "select insert update",
    "signals": "select",
    "risk_limits": "select",
    "daily_results": "select",
    "ledger_entries": "select",
    "balances": "select",
    "audit.log": "select",
    "audit.chains": "select",
    "orders": "select insert update",
    "trades": "select",
    "archive.orders": "select",
    "archive.trades": "select",
    "positions": "select",
    "backtest_runs": "select insert update delete",
    "backtest_trades": "select",
    "backtest_equity_points": "select",
    "backtest_results": "select",
}

COMMANDS = """
    select string_agg(command, ' ' order by place)
      from unnest(array['select', 'insert', 'update', 'delete']) with ordinality c (command, place)
     where case command when 'delete' then has_table_privilege(%(role)s, %(table)s, command)
                        else has_any_column_privilege(%(role)s, %(table)s, command) end
"""
RELATIONS = """
    select c.oid::regclass::text from pg_class c
     where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and c.relnamespace::regnamespace::text in ('public', 'private', 'analytics', 'audit', 'archive', 'partitions')
     order by 1
"""
COLUMNS = """
    select quote_ident(attname) from pg_attribute
     where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped
       and has_column_privilege('authenticated', attrelid, attnum, %(command)s) order by attnum
"""
TRAIL = ("audit.log", "audit_trail")
"""What only the user reads whose rows it tells of."""

LAST_COLUMN = """
    select quote_ident(attname) from pg_attribute
     where attrelid = %(table)s::regclass and not attisdropped order by attnum desc
     limit 1
"""


def test_the_seed_has_rows_of_both_users_in_every_owned_table(trading: Trading) -> None:
    owners = {t: {u for (u,) in trading.database.rows(f"select distinct {c}::text from {t}")} for t, c in trading.owned.items()}
    # the audit trail has a chain of the platform's own, too
    assert [t for t, found in owners.items() if not {str(trading.alice), str(trading.bob)} <= found] == []
    assert all(trading.count(t) for t in SHARED)


def test_clients_have_the_commands_that_are_meant(trading: Trading) -> None:
    tables = [*trading.owned, *SHARED]
    found = {t: trading.database.value(COMMANDS, {"role": "authenticated", "table": t}) for t in tables}
    assert found == CLIENT_COMMANDS


def test_a_user_reads_own_rows_only(trading: Trading) -> None:
    wanted = {t: _rows_of(trading, t, trading.alice) for t in trading.owned}
    with trading.acting("authenticated", trading.alice):
        assert {t: trading.count(t) for t in trading.owned} == {t: len(rows) for t, rows in wanted.items()}
        assert {t: _rows_of(trading, t, trading.alice) for t in trading.owned} == wanted


def test_a_user_reads_all_reference_data(trading: Trading) -> None:
    wanted = {t: trading.count(t) for t in SHARED}
    with trading.acting("authenticated", trading.alice):
        assert {t: trading.count(t) for t in SHARED} == wanted


def test_a_signed_in_role_without_a_user_reads_no_owned_row(trading: Trading) -> None:
    with trading.acting("authenticated"):
        assert {t: trading.count(t) for t in trading.owned} == dict.fromkeys(trading.owned, 0)


def test_views_show_own_rows_only(trading: Trading) -> None:
    views = ("open_orders", "backtest_leaderboard", "backtest_drawdowns")
    assert {v: trading.count(v) for v in views} == dict.fromkeys(views, 2)
    with trading.acting("authenticated", trading.alice) as database:
        assert {v: database.rows(f"select user_id::text from {v}") for v in views} == {v: [(str(trading.alice),)] for v in views}


def test_an_update_reaches_own_rows_only(trading: Trading) -> None:
    trading.without_foreign_keys()
    for table in _allowing("update"):
        theirs, mine = (_rows_of(trading, table, user) for user in (trading.bob, trading.alice))
        column, value = [*_values(trading, table, "update", trading.alice).items()][-1]
        with trading.acting("authenticated", trading.alice) as database:
            # neither WHERE nor a column is read, so that the policy for select does not help
            database.execute(f"update {table} set {column} = %s", (value,))
        assert _rows_of(trading, table, trading.bob) == theirs, table
        assert _rows_of(trading, table, trading.alice) != mine, table


def test_a_delete_reaches_own_rows_only(trading: Trading) -> None:
    trading.without_foreign_keys()
    for table in _allowing("delete"):
        theirs = _rows_of(trading, table, trading.bob)
        with trading.acting("authenticated", trading.alice) as database:
            database.execute(f"delete from {table}")
        assert _rows_of(trading, table, trading.bob) == theirs, table
        assert _rows_of(trading, table, trading.alice) == [], table


def test_an_insert_is_refused_in_the_name_of_another(trading: Trading) -> None:
    for table in _allowing("insert"):
        assert _insert_copy(trading, table, trading.bob) == DENIED, table
        assert _insert_copy(trading, table, trading.alice) in ("", UNIQUE_VIOLATION, EXCLUSION_VIOLATION), table


def test_a_row_cannot_be_given_to_another(trading: Trading) -> None:
    for table, column in trading.owned.items():
        with pytest.raises(DatabaseError) as caught, trading.acting("authenticated", trading.alice) as database:
            database.execute(f"update {table} set {column} = %s where {column} = %s", (str(trading.bob), str(trading.alice)))
        assert caught.value.sqlstate == DENIED, table


def test_what_is_not_granted_is_refused(trading: Trading) -> None:
    refused = {}
    attempts = {"insert": "insert into {} default values", "update": "update {} set {} = default", "delete": "delete from {}"}
    for table, allowed in CLIENT_COMMANDS.items():
        column = trading.database.value(LAST_COLUMN, {"table": table})
        for command in {*attempts} - {*allowed.split()}:
            refused[table, command] = trading.refusal("authenticated", trading.alice, attempts[command].format(table, column))
    assert refused == dict.fromkeys(refused, DENIED)
    assert len(refused) == 3 * len(CLIENT_COMMANDS) - sum(len(c.split()) - 1 for c in CLIENT_COMMANDS.values())


def test_an_order_enters_on_an_active_account_only(trading: Trading) -> None:
    trading.database.execute("delete from trades; delete from orders where user_id <> %s", (str(trading.alice),))
    assert _insert_copy(trading, "orders", trading.alice, client_order_id="second") == ""
    trading.database.execute("update trading_accounts set status = 'suspended'")
    assert _insert_copy(trading, "orders", trading.alice, client_order_id="third") == DENIED


def test_a_closed_order_takes_no_request_to_cancel(trading: Trading) -> None:
    trading.database.execute("update orders set status = 'cancelled', closed_at = now()")
    with trading.acting("authenticated", trading.alice) as database:
        assert database.rows("update orders set cancel_requested_at = now() returning id") == []


def test_anonymous_reads_and_changes_nothing(trading: Trading) -> None:
    relations = [name for (name,) in trading.database.rows(RELATIONS)]
    assert {*trading.owned, *SHARED, *SEALED, "open_orders", "analytics.daily_volumes"} <= {*relations}
    assert {r: trading.database.value(COMMANDS, {"role": "anon", "table": r}) for r in relations} == dict.fromkeys(relations)
    states = {r: trading.refusal("anon", None, f"select from {r}") for r in relations}
    assert states == dict.fromkeys(relations, DENIED)


def test_the_service_sees_every_row(trading: Trading) -> None:
    relations = [name for (name,) in trading.database.rows(RELATIONS) if name not in (*SEALED, *TRAIL)]
    wanted = {r: trading.count(r) for r in relations}
    with trading.acting("service_role"):
        assert {r: trading.count(r) for r in relations} == wanted


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("role", ["authenticated", "service_role"])
def test_what_is_sealed_is_granted_to_nobody(trading: Trading, table: str, role: str) -> None:
    assert trading.count(table) > 0
    assert trading.database.value(COMMANDS, {"role": role, "table": table}) is None
    assert trading.refusal(role, trading.alice, f"select from {table}") == DENIED


def test_not_even_the_service_rewrites_history(trading: Trading) -> None:
    assert trading.refusal("service_role", None, "delete from orders") == DENIED
    assert trading.refusal("service_role", None, "update trades set price = 1") == DENIED
    assert trading.refusal("service_role", None, "delete from trades") == DENIED


def test_volumes_are_the_services_to_refresh(trading: Trading) -> None:
    assert trading.count("analytics.daily_volumes") == 0
    with trading.acting("service_role") as database:
        database.execute("select analytics.refresh_daily_volumes()")
        # that of an archived month is still there
        assert database.rows("select trade_count, notional from analytics.daily_volumes order by day") == [(2, 180), (2, 200)]
    assert trading.refusal("authenticated", trading.alice, "select analytics.refresh_daily_volumes()") == DENIED


def _allowing(command: str) -> list[str]:
    return [t for t, commands in CLIENT_COMMANDS.items() if command in commands.split()]


def _rows_of(trading: Trading, table: str, user: UUID) -> list[tuple[Any, ...]]:
    """The physical rows of a user: an update moves one, a delete removes one."""
    return trading.database.rows(f"select ctid, xmin from {table} where {trading.owned[table]} = %s order by 1", (str(user),))


def _values(trading: Trading, table: str, command: str, user: UUID) -> Mapping[str, Any]:
    """Column → value of one row of the user, over the columns that a client may write, as text."""
    columns = [c for (c,) in trading.database.rows(COLUMNS, {"table": table, "command": command})]
    texts = ", ".join(f"{c}::text" for c in columns)
    row = trading.database.rows(f"select {texts} from {table} where {trading.owned[table]} = %s limit 1", (str(user),))[0]
    return dict(zip(columns, row, strict=True))


def _insert_copy(trading: Trading, table: str, user: UUID, **changed: str) -> str:
    """Inserts, as alice, a row like the user's; the SQLSTATE of the refusal, empty where there is none."""
    values = {**_values(trading, table, "insert", user), **changed}
    if trading.owned[table] != "id":
        del values["id"]
    return trading.refusal(
        "authenticated",
        trading.alice,
        f"insert into {table} ({', '.join(values)}) values ({', '.join(['%s'] * len(values))})",
        *values.values(),
    )
