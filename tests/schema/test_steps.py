"""The schema grows in three steps, a folder each, on a stand-in for the platform; its diagram shows what the catalog has."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.supabase import PLATFORM_ROLES, PLATFORM_SCHEMAS, base_sql, is_supabase

from .conftest import SCHEMA, Trading

STEPS = ("trading", "backtesting", "performance")
RELATIONS = """select relname::text from pg_class
                where relkind in ('r', 'p', 'v', 'm') and relnamespace::regnamespace::text in ('public', 'analytics') order by 1"""
SECONDARY = """select indexrelid::regclass::text from pg_index i join pg_class t on t.oid = indrelid
                where t.relnamespace = 'public'::regnamespace and not indisunique and not indisexclusion"""
REFERENCES = """select distinct confrelid::regclass::text, conrelid::regclass::text from pg_constraint
                 where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)"""


def test_the_steps_are_the_folders() -> None:
    assert {path.name for path in SCHEMA.iterdir() if path.is_dir()} == {*STEPS}


@pytest.mark.parametrize(("count", "newest"), [(1, "trades"), (2, "backtest_results"), (3, "daily_volumes")])
def test_each_step_builds_on_those_before(server: ScratchServer, tmp_path: Path, count: int, newest: str) -> None:
    for step in STEPS[:count]:
        shutil.copytree(SCHEMA / step, tmp_path / step)
    with scratch_database(server) as name, connect(server.url(name)) as admin, connect(server.owner_url(name)) as owner:
        admin.execute(base_sql(admin))
        build(owner, tmp_path)
        assert newest in [relation for (relation,) in admin.rows(RELATIONS)]
        assert bool(admin.rows(SECONDARY)) == (count == 3)


def test_the_stand_in_is_taken_for_supabase_and_can_be_made_again(new_database: Callable[[], str]) -> None:
    with connect(new_database()) as database:
        # roles belong to the server, where another test may have left them; the schema tells this database
        assert not is_supabase(*_names(database))
        database.execute(base_sql(database))
        schemas, roles = _names(database)
        database.execute(base_sql(database))
        assert (schemas, roles) == _names(database)
        assert is_supabase(schemas, roles)
        assert {"auth", "extensions", "realtime", "storage", "vault"} <= schemas & PLATFORM_SCHEMAS
        assert {"anon", "authenticated", "service_role", "supabase_admin"} <= roles & PLATFORM_ROLES


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("request.jwt.claims", '{"sub": "7d4a6e0c-3f0a-4b55-8a0f-5a5df6a7a001", "role": "authenticated"}'),
        ("request.jwt.claim.sub", "7d4a6e0c-3f0a-4b55-8a0f-5a5df6a7a001"),
    ],
)
def test_the_stand_in_knows_the_user_of_a_request(trading: Trading, setting: str, value: str) -> None:
    assert trading.database.value("select auth.uid()") is None
    trading.database.execute("select set_config(%s, %s, true)", (setting, value))
    assert trading.database.value("select auth.uid()::text") == "7d4a6e0c-3f0a-4b55-8a0f-5a5df6a7a001"


def test_the_stand_in_knows_the_claims_of_a_request(trading: Trading) -> None:
    with trading.acting("authenticated", trading.alice) as database:
        assert database.rows("select auth.role(), auth.jwt() ->> 'sub'") == [("authenticated", str(trading.alice))]


def test_the_diagram_shows_every_reference(trading: Trading) -> None:
    text = (SCHEMA / "README.md").read_text(encoding="utf-8")
    text = text.replace("auth_users", "auth.users").replace("private_", "private.")
    drawn = re.findall(r"^ +(\S+) \|[|o]--[o|][{|] (\S+) :", text, re.MULTILINE)
    assert {*drawn} == {*trading.database.rows(REFERENCES)}


def _names(database: Database) -> tuple[set[str], set[str]]:
    return (
        {name for (name,) in database.rows("select nspname::text from pg_namespace")},
        {name for (name,) in database.rows("select rolname::text from pg_roles")},
    )
