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
LARGE = re.compile("(orders|trades)_[0-9]|order_keys")
"""A month of a large table, or a table with a row for each order."""
FEW = 1000
PARENTS = (
    "select c.relname::text, p.relname::text from pg_inherits join pg_class c on c.oid = inhrelid join pg_class p on p.oid = inhparent"
)
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
        "a month read whole": any(_reads_whole(node) for node in nodes),
        f"{pages} pages": pages > query.pages,
    }
    return [what for what, so in found.items() if so]


def _reads_whole(node: dict[str, Any]) -> bool:
    """A month with hardly a row may be read whole: it is a page."""
    if node["Node Type"] != "Seq Scan" or not LARGE.match(node["Relation Name"]):
        return False
    return bool((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] > FEW)


def _plan(database: Database, sql: str) -> dict[str, Any]:
    """The plan as it ran; the index of a month goes by the name of its table's."""
    found: dict[str, Any] = database.value(f"explain (analyze, buffers, format json) {sql}")[0]["Plan"]
    parents = dict(database.rows(PARENTS))
    for node in _nodes(found):
        if name := node.get("Index Name"):
            node["Index Name"] = parents.get(name, name)
    return found


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)
