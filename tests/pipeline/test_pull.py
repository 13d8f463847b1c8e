"""Live as schema files: they build it back, and later only what changed is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.desired import build
from schemactl.supabase import base_sql
from workspace import Workspace

SCHEMA = Path(__file__).parents[2] / "schema"
EVERYTHING = Path(__file__).parents[1] / "cases" / "table--create-with-everything" / "goal.sql"


@pytest.fixture
def trading(workspace: Workspace) -> Workspace:
    """A project with the trading schema on live, and nothing in its folder."""
    (workspace.folder / "schemactl.toml").write_text("")
    with connect(workspace.admin_url) as admin:
        admin.execute(base_sql(admin))
    with connect(workspace.url) as live:
        build(live, SCHEMA)
    return workspace


def test_a_project_is_written_and_builds_back(trading: Workspace) -> None:
    found = trading.json("pull")
    files = {str(Path(f).relative_to(trading.folder / "schema")) for f in found["files"]}
    assert {"public/tables/orders.sql", "public/views/open_orders.sql", "schemas.sql", "private/functions/set_updated_at.sql"} <= files
    orders = (trading.folder / "schema/public/tables/orders.sql").read_text()
    assert orders.startswith("create table public.orders (")
    assert "create policy orders_select_own on public.orders" in orders
    assert "grant select" in orders
    assert not trading.json("diff", "--stdout")["different"]
    assert trading.run("pull").stdout.startswith("nothing to do")


def test_a_second_pull_writes_what_changed_and_leaves_the_rest(trading: Workspace) -> None:
    trading.json("pull")
    folder = trading.folder / "schema"
    shutil.move(folder / "public/tables/assets.sql", folder / "mine.sql")
    (folder / "public/tables/orders.sql").write_text("-- kept\n" + (folder / "public/tables/orders.sql").read_text())
    before = {p: p.read_bytes() for p in folder.rglob("*.sql")}
    trading.by_hand("alter table public.orders add column note text; drop view public.open_orders; create table public.new (); "
                    "alter table public.assets add column note text")  # fmt: skip
    assert trading.run("pull", "--check").returncode == 3
    assert {p: p.read_bytes() for p in folder.rglob("*.sql")} == before
    found = trading.json("pull")
    assert found["by_hand"] == ["public/tables/assets.sql"]
    assert (folder / "public/tables/orders.sql").read_text().startswith("-- kept\ncreate table public.orders (")
    assert not (folder / "public/views/open_orders.sql").exists()
    assert (folder / "public/tables/new.sql").exists()
    changed = {p for p in folder.rglob("*.sql") if before.get(p) != p.read_bytes()}
    assert changed == {folder / "public/tables/orders.sql", folder / "public/tables/new.sql"}
    assert trading.json("diff", "--stdout")["changes"] == ["- column public.assets.note"]


def test_every_kind_on_plain_postgresql(workspace: Workspace) -> None:
    workspace.by_hand(EVERYTHING.read_text(encoding="utf-8"))
    workspace.json("pull")
    assert workspace.json("pull", "--check")["different"] is False
