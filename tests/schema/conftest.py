"""The trading schema, built once as a user of the tool would build it, with rows of two users; a test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from schemactl.adapters.database import Database, Params, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.errors import DatabaseError
from schemactl.supabase import PLATFORM_SCHEMAS, base_sql

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "schema"

OWNED = """
    select c.oid::regclass::text, coalesce(max(a.attname) filter (where a.attname = 'user_id'), 'id')
      from pg_class c
      left join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
     where c.relkind in ('r', 'p') and c.relrowsecurity and not c.relispartition and c.relnamespace::regnamespace::text <> all (%s)
       and c.oid::regclass::text <> all (%s)
     group by c.oid order by 1
"""
SHARED = ("exchanges", "assets", "instruments", "market_data_bars")
"""Tables without an owner: reference data that every signed-in user reads."""
SEALED = ("private.exchange_credentials", "private.order_keys")
"""Tables that no role of the API reads or writes but through functions."""
OPERATED = ("analytics.refresh_log",)
"""Tables without an owner that the platform alone reads."""


@dataclass(frozen=True)
class Trading:
    """The built database, seen by its superuser: `owned` is table → the column that says whose a row is."""

    database: Database
    owned: dict[str, str]
    alice: UUID
    bob: UUID

    @contextmanager
    def acting(self, role: str, user: UUID | None = None) -> Iterator[Database]:
        """The role and token of an API request, inside the test's transaction; the superuser again afterwards."""
        claims = "" if user is None else f'{{"sub": "{user}", "role": "{role}"}}'
        with self.database.savepoint():
            self.database.execute("select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)", (role, claims))
            yield self.database
            self.database.execute("select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)")

    def refusal(self, role: str, user: UUID | None, sql: str, *params: Any) -> str:
        """The SQLSTATE that a request is refused with, empty where it is not."""
        with self.acting(role, user) as database:
            return refusal(database, sql, params or None)

    def without_foreign_keys(self) -> None:
        """For the rest of the transaction no trigger fires, so that a policy alone decides what a command reaches."""
        self.database.execute("set local session_replication_role = replica")

    def count(self, table: str) -> int:
        return int(self.database.value(f"select count(*) from {table}"))


def refusal(database: Database, sql: str, params: Params | None = None) -> str:
    """The SQLSTATE that a statement is refused with, empty where it is not; a transaction goes on as if it had not been tried."""
    try:
        with database.savepoint() if database.in_transaction else nullcontext():
            database.execute(sql, params)
    except DatabaseError as error:
        return error.sqlstate
    return ""


@pytest.fixture(scope="session")
def built(server: ScratchServer) -> Iterator[Database]:
    """A superuser's connection to the platform's base and the whole schema on top, built as the plain role that owns the database."""
    with scratch_database(server) as name, connect(server.url(name)) as admin:
        admin.execute(base_sql(admin))
        with connect(server.owner_url(name)) as owner:
            build(owner, SCHEMA)
        admin.execute((HERE / "rows.sql").read_text(encoding="utf-8"))
        yield admin


@pytest.fixture
def trading(built: Database) -> Iterator[Trading]:
    built.begin()
    users = dict(built.rows("select display_name, id::text from public.profiles"))
    yield Trading(
        built, dict(built.rows(OWNED, (sorted(PLATFORM_SCHEMAS), [*SHARED, *SEALED, *OPERATED]))), UUID(users["alice"]), UUID(users["bob"])
    )
    built.rollback()
