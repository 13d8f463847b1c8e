"""Every table of the catalog × who asks × command, tried on one user's rows, held to one declared rule: what it does not say is refused."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Any

import pytest

from schemactl.errors import DatabaseError
from schemactl.supabase import PLATFORM_SCHEMAS

from .conftest import OPERATED, SHARED, Trading
from .test_row_level_security import CLIENT_COMMANDS

COMMANDS = ("select", "insert", "update", "delete")
SERVICE_COMMANDS = {
    "profiles": "select insert update delete",
    "portfolios": "select insert update delete",
    "trading_accounts": "select insert update delete",
    "exchange_connections": "select insert update delete",
    "exchanges": "select insert update delete",
    "assets": "select insert update delete",
    "instruments": "select insert update delete",
    "market_data_bars": "select insert update delete",
    "strategies": "select insert update delete",
    "strategy_versions": "select insert",
    "strategy_assignments": "select insert update",
    "signals": "select insert",
    "risk_limits": "select insert update delete",
    "daily_results": "select",
    "ledger_entries": "select insert",
    "balances": "select insert update",
    "orders": "select insert update",
    "trades": "select insert",
    "archive.orders": "select",
    "archive.trades": "select",
    "positions": "select insert update delete",
    "backtest_runs": "select insert update delete",
    "backtest_trades": "select insert delete",
    "backtest_equity_points": "select insert delete",
    "backtest_results": "select insert update delete",
    "audit.chains": "select",
    "analytics.refresh_log": "select",
}
ASKING = {"anonymous": "anon", "owner": "authenticated", "another": "authenticated", "service": "service_role"}

ROWS, NO_ROWS, REFUSED = "rows", "no rows", "refused"
DENIED = "42501"
LET_THROUGH = ("23505", "23P01")
"""A copy of a row meets a key of it: after grants and policies have let it through."""

TABLES = """
    select c.oid::regclass::text,
           coalesce(max(a.attname) filter (where a.attname = 'user_id'), max(a.attname) filter (where a.attname = 'id'))
      from pg_class c
      left join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.atttypid = 'uuid'::regtype
     where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
       and c.relnamespace::regnamespace::text <> all (%s)
     group by c.oid order by 1
"""
GRANTED = """
    select array_agg(quote_ident(attname) order by attnum)
      from pg_attribute
     where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
       and (not %(granted)s or has_column_privilege(%(role)s, attrelid, attnum, %(command)s))
"""
OFFENDERS = {
    "open to all": "create table offender (user_id uuid); grant select on offender to anon",
    "without row level security": """
        create table offender (user_id uuid); grant all on offender to authenticated""",
    "with a policy for all": """
        create table offender (user_id uuid); alter table offender enable row level security;
        create policy offender on offender for select to authenticated using (true); grant select on offender to authenticated""",
    "not declared": """
        create table offender (user_id uuid); alter table offender enable row level security;
        create policy offender on offender for select to authenticated using (user_id = auth.uid());
        grant select on offender to authenticated""",
}


@pytest.fixture
def tables(trading: Trading) -> Iterator[list[tuple[str, str]]]:
    """Every table with the column that says whose a row is; among them the tool's own ledger, as it makes it in each database."""
    trading.database.execute(files("schemactl.apply").joinpath("ledger.sql").read_text(encoding="utf-8"))
    trading.database.execute("""
        insert into schemactl.schema_migrations (version, direction, checksum, from_fingerprint, to_fingerprint, facts, duration_ms, tool)
        values ('001_first', 'up', 'sha256:', '', '', '{}', 0, '')""")
    # no trigger fires: grants and policies alone decide
    trading.without_foreign_keys()
    yield trading.database.rows(TABLES, (sorted(PLATFORM_SCHEMAS),))


def test_the_matrix_is_as_declared(trading: Trading, tables: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    found = {key: _outcome(trading, dict(tables), *key) for key in _keys(tables)}
    assert found == {key: _declared(*key) for key in _keys(tables)}
    assert {*CLIENT_COMMANDS, *SERVICE_COMMANDS} <= {t for t, _ in tables}
    with capsys.disabled():
        print(f"\n{len(tables)} tables x {len(ASKING)} askers x {len(COMMANDS)} commands = {len(found)} combinations, as declared")


@pytest.mark.parametrize("what", OFFENDERS)
def test_the_matrix_finds_a_table_that_is(trading: Trading, what: str) -> None:
    trading.database.execute(OFFENDERS[what])
    trading.database.execute("insert into offender values (md5('alice')::uuid)")
    keys = _keys([("offender", "user_id")])
    assert [key for key in keys if _outcome(trading, {"offender": "user_id"}, *key) != _declared(*key)]


def _keys(tables: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [*product([t for t, _ in tables], ASKING, COMMANDS)]


def _declared(table: str, asking: str, command: str) -> str:
    if asking == "service":
        return ROWS if command in SERVICE_COMMANDS.get(table, "").split() else REFUSED
    if asking == "anonymous" or command not in CLIENT_COMMANDS.get(table, "").split():
        return REFUSED
    if asking == "owner" or table in SHARED:
        return ROWS
    return REFUSED if command == "insert" else NO_ROWS


def _outcome(trading: Trading, tables: dict[str, str], table: str, asking: str, command: str) -> str:
    """What became of the command on the rows of alice, or on all rows where none is anybody's; it is undone again."""
    column = tables[table]
    rows = table if table in (*SHARED, *OPERATED) or not column else f"{table} where {column}::text = '{trading.alice}'"
    sql = _statement(trading, table, rows, ASKING[asking], command)
    try:
        _run_and_undo(trading, asking, sql, f"select ctid from {rows}")
    except _Undone as undone:
        return ROWS if undone.reached else NO_ROWS
    except DatabaseError as error:
        return REFUSED if error.sqlstate == DENIED else ROWS if error.sqlstate in LET_THROUGH else error.sqlstate
    raise AssertionError("either of the two is raised")


def _run_and_undo(trading: Trading, asking: str, sql: str, places: str) -> None:
    """Runs it in the role; raises whether it gave rows or moved some, which rolls it back."""
    before = trading.database.rows(places)
    with trading.acting(ASKING[asking], {"owner": trading.alice, "another": trading.bob}.get(asking)) as database:
        given = database.rows(sql) if sql.startswith("select") else database.execute(sql)
        database.execute("set local role none")
        raise _Undone(reached=bool(given) or database.rows(places) != before)


def _statement(trading: Trading, table: str, rows: str, role: str, command: str) -> str:
    """The command over the columns that the role may name, over all of them where it may name none."""
    if command == "select":
        return f"select from {rows}"
    if command == "delete":
        return f"delete from {table}"
    asked: dict[str, Any] = {"table": table, "role": role, "command": command}
    columns = trading.database.value(GRANTED, asked | {"granted": True}) or trading.database.value(GRANTED, asked | {"granted": False})
    if command == "update":
        return f"update {table} set {columns[-1]} = {columns[-1]}"
    found = trading.database.rows(f"select {', '.join(f'quote_nullable({c}::text)' for c in columns)} from {rows} limit 1")
    copied = found[0] if found else ["null"] * len(columns)  # a partition may have none
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join(copied)})"


class _Undone(Exception):
    def __init__(self, *, reached: bool) -> None:
        self.reached = reached
