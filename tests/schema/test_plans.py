"""The queries of plans.sql over a million orders: each uses its index and reads few pages, no large table whole. -s prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.supabase import base_sql

from .conftest import SCHEMA

pytestmark = pytest.mark.plans

HERE = Path(__file__).parent
LARGE = ("orders", "trades")
VALUES = {
    "user": "md5('user 7')::uuid",
    "account": "md5('account ' || md5('user 7')::uuid)::uuid",
    "exchange": "md5('nowhere')::uuid",
    "strategy": "md5('strategy ' || md5('user 7')::uuid)::uuid",
    "instrument": "md5('instrument 53')::uuid",
    "order": "md5('big 503503')::uuid",
}


@dataclass(frozen=True)
class Query:
    name: str
    index: str
    pages: int
    sql: str


def _queries() -> dict[str, Query]:
    text = (HERE / "plans.sql").read_text(encoding="utf-8")
    found = re.findall(r"^-- name: (.+) \| (\w+) \| (\d+)\n([^;]+);", text, re.MULTILINE)
    return {name: Query(name, index, int(pages), _filled(sql)) for name, index, pages, sql in found}


def _filled(sql: str) -> str:
    return re.sub(r"(?<!:):(\w+)", lambda m: VALUES[m[1]], sql)


QUERIES = _queries()


@pytest.fixture
def large(server: ScratchServer) -> Iterator[Database]:
    with scratch_database(server) as name, connect(server.url(name)) as admin:
        admin.execute(base_sql(admin))
        with connect(server.owner_url(name)) as owner:
            build(owner, SCHEMA)
        admin.execute((HERE / "rows.sql").read_text(encoding="utf-8"))
        for statement in (HERE / "plans_rows.sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                admin.execute(statement)
        yield admin


# one test, not one a query: each of pytest's workers would fill a database of its own
def test_every_query_uses_its_index_and_reads_few_pages(large: Database) -> None:
    assert large.value("select count(*) from orders") > 1_000_000
    assert large.value("select count(*) from trades") > 990_000
    assert len(QUERIES) == (HERE / "plans.sql").read_text(encoding="utf-8").count("\n-- name: ")
    assert {q.name: wrong for q in QUERIES.values() if (wrong := _wrong(q, _plan(large, q.sql)))} == {}
    large.begin()
    large.execute("drop index orders_recent_idx, orders_expiring_idx, trades_executed_at_idx")
    missed = [q.name for q in QUERIES.values() if "another index" in _wrong(q, _plan(large, q.sql))]
    assert missed == ["newest orders of a user", "next page of a user's orders", "expired orders", "volume of one day"]
    large.rollback()


def _wrong(query: Query, plan: dict[str, Any]) -> list[str]:
    """What a plan that was run has against it."""
    nodes = [*_nodes(plan)]
    pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    print(f"\n{query.name:36} {query.index:26} {plan['Actual Rows']:5.0f} rows {pages:6} pages, at most {query.pages}", end="")
    found = {
        "no rows": plan["Actual Rows"] == 0,
        "another index": query.index not in {node.get("Index Name") for node in nodes},
        "a large table read whole": any(n["Node Type"] == "Seq Scan" and n["Relation Name"] in LARGE for n in nodes),
        f"{pages} pages": pages > query.pages,
    }
    return [what for what, so in found.items() if so]


def _plan(database: Database, sql: str) -> dict[str, Any]:
    found: dict[str, Any] = database.value(f"explain (analyze, buffers, format json) {sql}")[0]["Plan"]
    return found


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)
