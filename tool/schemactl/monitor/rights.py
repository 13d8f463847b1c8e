"""What the role of a session may do, and what a role that only reads needs: `Check`s, and grants as SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from ..adapters.database import Database
from ..adapters.sql import quote_ident
from ..errors import SchemactlError
from .reading import rows_of

READS = "pg_read_all_data"
SHOWN = 5
LEDGER_SCHEMA = "schemactl"
ROLE = "select rolcanlogin, rolsuper, rolbypassrls from pg_catalog.pg_roles where rolname = %s"
IS_MEMBER = "select pg_catalog.pg_has_role(%s::name, %s::name, 'usage')"
MAY_CONNECT = "select pg_catalog.has_database_privilege(%s::name, pg_catalog.current_database(), 'connect')"
MAY_BEGIN = "select pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')"
# as PostgreSQL reads policies: one permissive that is always true shows all, if no restrictive one takes away
OPEN_LEDGER = """select not c.relrowsecurity or exists (
           select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
              and pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'
              and exists (select from pg_catalog.unnest(p.polroles) r
                           where r = 0 or r in (select oid from pg_catalog.pg_roles where pg_catalog.pg_has_role(%s::name, oid, 'usage'))))
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'schemactl' and c.relname = 'schema_migrations'"""


class State(StrEnum):
    """How a check came out."""

    ok = "ok"
    warn = "warn"
    fail = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`; `hint` is the next step where there is one."""

    name: str
    state: State
    text: str
    hint: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def attempt(name: str, examine: Callable[[], Iterable[Check]]) -> tuple[Check, ...]:
    """The checks; where they cannot be made, one that failed and says why."""
    try:
        return tuple(examine())
    except SchemactlError as error:
        return (Check(name, State.fail, str(error), error.hint),)


def rights(database: Database, platform: Collection[str]) -> Iterator[Check]:
    """What the session's role may read and change, the platform's own schemas aside."""
    user = str(database.value("select current_user"))
    ((_, superuser, bypasses),) = database.rows(ROLE, (user,))
    kind = "a superuser" if superuser else "no superuser" + (", and sees all rows (bypassrls)" if bypasses else "")
    yield Check("role", State.ok, f"{user} is {kind}")
    query = resources.files(__package__).joinpath("rights.sql").read_text(encoding="utf-8")
    lacks = [row for row in rows_of(database, query) if row["schema"] not in (*platform, LEDGER_SCHEMA)]
    yield _readable([row["identity"] for row in lacks if row["lack"] == "read"], user)
    yield _seen([row["identity"] for row in lacks if row["lack"] == "see"])
    yield _owned(Counter(row["owner"] for row in lacks if row["lack"] == "own"), may_begin=bool(database.value(MAY_BEGIN)))


def _readable(names: list[str], user: str) -> Check:
    if not names:
        return Check("tables", State.ok, "every table may be read, as pg_dump needs to lock it")
    hint = f"grant {READS} to {quote_ident(user)};"
    return Check("tables", State.fail, f"{len(names)} tables may not be read, so that pg_dump cannot lock them: {_some(names)}", hint)


def _seen(names: list[str]) -> Check:
    if not names:
        return Check("rows", State.ok, "row level security hides no rows: all can be counted")
    text = f"row level security hides rows of {len(names)} tables: those in the way of a change are not counted there: {_some(names)}"
    return Check("rows", State.warn, text, "Connect as the tables' owner, or as a role with bypassrls, where the counts are wanted.")


def _owned(others: Counter[str], *, may_begin: bool) -> Check:
    if others:
        whose = ", ".join(f"{number} of {owner}'s" for owner, number in others.most_common(SHOWN))
        hint = "Nothing, where this role is there for diff and status alone; apply and rollback want the owner."
        return Check("changes", State.warn, f"apply could not change {others.total()} objects: {whose}", hint)
    if not may_begin:
        return Check("changes", State.warn, "no schema can be created here: the ledger's migration does that", "grant create on database")
    return Check("changes", State.ok, "this role, or one that it is a member of, owns all that apply may change")


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def read_only_grants(database: Database, role: str) -> tuple[str, ...]:
    """What a role lacks to run diff, pull --check and status, a statement each; nothing for a role that has it all.

    Membership, not grants on objects: those would be a difference themselves, and new tables would not have them.
    """
    name = quote_ident(role)
    found = database.rows(ROLE, (role,))
    superuser, bypasses = (found[0][1], found[0][2]) if found else (False, False)
    out = []
    if not found:
        out.append(f"create role {name} login;")
    elif not found[0][0]:
        out.append(f"alter role {name} login;")
    if not database.value(MAY_CONNECT, (role if found else "public",)):
        out.append(f"grant connect on database {quote_ident(database.name)} to {name};")
    if not (found and database.value(IS_MEMBER, (role, READS))):
        out.append(f"grant {READS} to {name};")
    if not (superuser or bypasses) and database.value(OPEN_LEDGER, (role if found else None,)) is False:
        out.append(f"create policy {quote_ident(f'read by {role}')} on schemactl.schema_migrations for select to {name} using (true);")
    return tuple(out)
