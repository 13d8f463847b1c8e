"""What a run knows of a database that is there, from one read-only look."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ..adapters.database import Database, connect
from ..adapters.scratch.server import ADMIN
from ..apply import last_snapshot
from ..catalog import READ_ONLY, Patterns, Scope, catalog, read_rows
from ..config import DECLARABLE, Settings
from ..errors import Refused
from ..model import Catalog, Key
from ..prove import roles as all_roles
from ..supabase import LENT_SCHEMAS, PLATFORM_ROLES, PLATFORM_SCHEMAS, Installed, installed, is_supabase

LIVE_OPTIONS = {"default_transaction_read_only": "on", "lock_timeout": "5s", "statement_timeout": "2min"}
SCHEMAS = "select quote_ident(nspname) from pg_namespace"
UNREADABLE = """select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (%s) and c.relkind in ('r', 'p', 'f')
                   and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))
                   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                 order by 1"""
# whoever made the ledger made the rest; a role that owns nothing of it, and is no superuser, is there to read
OWNER = """with owned as (
    select relowner as owner, relnamespace as namespace, relname = 'schema_migrations' as ledger from pg_class where oid >= 16384
    union all select proowner, pronamespace, false from pg_proc where oid >= 16384
    union all select nspowner, oid, false from pg_namespace where oid >= 16384
)
select r.rolname from owned o join pg_roles r on r.oid = o.owner join pg_namespace n on n.oid = o.namespace
 where n.nspname <> all (%(others)s) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and r.rolname <> all (%(strangers)s)
   and not (select rolsuper from pg_roles where rolname = current_user)
 group by r.rolname
 order by r.rolname = current_user desc, bool_or(o.ledger and n.nspname = 'schemactl') desc, count(*) desc, r.rolname
 limit 1"""
NEEDS_ICU = """select datlocprovider = 'i' from pg_database where datname = current_database()
               union all select true from pg_collation where collprovider = 'i' and oid >= 16384"""


@dataclass(frozen=True, slots=True)
class Live:
    """What a run must know of a database that is there: its facts, and what a scratch server needs to imitate it.

    `platform`: changes with whatever a platform keeps there; empty on plain PostgreSQL. `unreadable`: tables of the platform's that this
    role may not read, quoted and qualified. `owner`: whose the objects are, which need not be the role that reads them.
    """

    url: str
    major: int
    owner: str
    needs_icu: bool
    roles: tuple[str, ...]
    schemas: frozenset[str]
    catalog: Catalog
    scope: Scope
    made_by_use: frozenset[Key]
    extensions: tuple[Installed, ...]
    platform: str
    unreadable: tuple[str, ...]

    def facing(self, goal: Catalog) -> Live:
        """The same without declared data that the goal says nothing of: it is left alone."""
        return replace(self, catalog=self.catalog.without(self.catalog.undeclared(goal)))

    @property
    def is_supabase(self) -> bool:
        return is_supabase(self.schemas, self.roles)


def look(url: str, settings: Settings, scope: Scope | None = None, *, roles: bool = False) -> Live:
    """Reads a database, in one read-only snapshot with a lock timeout; its roles too where `roles` says so.

    Raises:
        ConnectionFailure, DatabaseError
    """
    with connect(url, options=LIVE_OPTIONS) as database, database.transaction(READ_ONLY):
        names = all_roles(database)
        schemas = frozenset(n for (n,) in database.rows(SCHEMAS))
        ours = scope or replace(scope_for(settings, supabase_found=is_supabase(schemas, names)), roles=roles)
        rows = read_rows(database)
        found = catalog(rows, ours, database.major)
        made = made_by_use(settings, database, found)
        having = installed(database)
        managed = on_platform(settings, found=is_supabase(schemas, names))
        return Live(
            url=url,
            major=database.major,
            owner=_owner(database, managed=managed),
            needs_icu=any(found for (found,) in database.rows(NEEDS_ICU)),
            roles=names,
            schemas=schemas,
            catalog=found.without(made),
            scope=ours.leaving(made),
            made_by_use=made,
            extensions=having,
            unreadable=tuple(n for (n,) in database.rows(UNREADABLE, (sorted(PLATFORM_SCHEMAS),))) if managed else (),
            platform=_platform_digest(catalog(rows, Scope(), database.major), found, having) if managed else "",
        )


def _owner(database: Database, *, managed: bool) -> str:
    """The role as which the desired state is built, so that owners come out equal."""
    # on a server of ours its superuser has made what tests and tools put there
    strangers = [ADMIN, *(PLATFORM_ROLES if managed else ())]
    others = {"others": sorted(PLATFORM_SCHEMAS) if managed else [], "strangers": strangers}
    return str(database.value(OWNER, others) or database.value("select current_user"))


def _platform_digest(everything: Catalog, ours: Catalog, having: Sequence[Installed]) -> str:
    """Of what the base is made of: the platform's objects, and what belongs to the whole database."""
    facts = sorted(fact.digested() for key, fact in everything.items() if key not in ours or fact.parent is None)
    return hashlib.sha256("\n".join([*facts, *map(str, having)]).encode()).hexdigest()[:24]


def scope_for(settings: Settings, *, supabase_found: bool) -> Scope:
    """What is compared: all but the ledger, what the settings leave out, and on Supabase the platform's own schemas."""
    data = frozenset(DECLARABLE[name] for name in settings.declared_data)
    ours = Scope(patterns=Patterns(settings.include, settings.exclude), data=data)
    return ours.without(PLATFORM_SCHEMAS, LENT_SCHEMAS, PLATFORM_ROLES) if on_platform(settings, found=supabase_found) else ours


def made_by_use(settings: Settings, database: Database, found: Catalog) -> frozenset[Key]:
    """What functions on live have made since the last migration, partitions above all; nothing where no migration has run there."""
    if not settings.keep_live_partitions:
        return frozenset()
    with suppress(Refused):  # who may not read the ledger compares everything
        if snapshot := last_snapshot(database):
            return found.made_by_use(snapshot.facts)
    return frozenset()


def on_platform(settings: Settings, *, found: bool) -> bool:
    """Whether live is a Supabase project: as the settings say, else as it looks."""
    return settings.platform == "supabase" or (settings.platform == "auto" and found)
