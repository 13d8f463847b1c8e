"""A copy of a database's schema on the scratch server: roles, then everything that pg_dump prints, without rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from ..adapters.binaries import Binaries
from ..adapters.database import Database, connect
from ..adapters.dump import dump_schema, executable
from ..errors import DatabaseError

UNPOPULATED = """select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where c.relkind = 'm' and not c.relispopulated order by c.oid"""
UNFINISHED = """select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class t on t.oid = i.indrelid
                where not i.indisvalid and t.relkind <> 'p' and i.indrelid >= 16384 order by i.indexrelid"""
USER_ROLES = "select quote_ident(rolname) from pg_roles where rolname !~ '^pg_' order by 1"


def roles(database: Database) -> tuple[str, ...]:
    """The quoted names of the cluster's roles, PostgreSQL's own left out."""
    return tuple(name for (name,) in database.rows(USER_ROLES))


def create_roles(admin: Database, names: Iterable[str], owner: str) -> tuple[str, ...]:
    """Makes the roles that are missing, as names only (no login, no attribute), and lets `owner` hand objects to them.

    Returns the roles made.
    """
    present = set(roles(admin))
    made = tuple(sorted(n for n in names if n not in present))
    for name in made:
        admin.execute(f"create role {name}")
    is_superuser = admin.value("select rolsuper from pg_roles where quote_ident(rolname) = %s", (owner,))
    if not is_superuser:
        for name in made:
            admin.execute(f"grant {name} to {owner}")
    return made


def copy_schema(
    source_url: str,
    copy_url: str,
    binaries: Binaries,
    *,
    lock_timeout: str = "5s",
    has_public: bool = True,
    subscriptions: bool = True,
    exclude_relations: Iterable[str] = (),
    adapted: Callable[[str], str] = str,
) -> None:
    """Builds what `source_url` holds in the empty database at `copy_url`, in one transaction and one round trip.

    `has_public`: whether the source has a schema `public`; pg_dump does not say that somebody dropped it.
    `exclude_relations`: tables that are not copied.   `adapted`: makes the dump fit the server that it runs on.

    Raises:
        ConnectionFailure, DatabaseError: the source cannot be dumped, or the dump does not run here.
    """
    dump = dump_schema(source_url, binaries, lock_timeout=lock_timeout, exclude_relations=exclude_relations, subscriptions=subscriptions)
    with connect(source_url) as source:
        unfinished = [definition for (definition,) in source.rows(UNFINISHED)]
    with connect(copy_url) as copy:
        if not has_public:
            copy.execute("drop schema public")
        copy.execute(executable(adapted(dump)))
        # pg_dump leaves them out, but their names are taken
        for definition in unfinished:
            copy.execute(definition)


def fill_materialized_views(database: Database) -> None:
    """Refreshes what the dump left unpopulated, in the order of creation, so that what selects from it can run.

    A query that fails on empty tables leaves its view as it is: only a statement that reads that view would notice.
    """
    for (name,) in database.rows(UNPOPULATED):
        with suppress(DatabaseError):
            database.execute(f"refresh materialized view {name}")
