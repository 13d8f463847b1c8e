"""The user's own scratch server, named by `scratch.url`: used as it is, with the role it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import EnvironmentFailure
from ..database import Database, connect, connection_parts, describe
from .databases import drop
from .server import OpenServer

_ABOUT = """
    select rolsuper or rolcreatedb,
           (select pg_catalog.pg_encoding_to_char(encoding) from pg_catalog.pg_database where datname = 'template0')
    from pg_catalog.pg_roles where rolname = current_user
"""


@contextmanager
def given_server(url: str) -> Iterator[OpenServer]:
    """The server at `url`; the templates of this run are dropped at the end of the block, nothing else is touched.

    Raises:
        ConnectionFailure: nobody answers or the login is refused.
        EnvironmentFailure: the role may not make databases, or new databases are not in UTF8.
    """
    with connect(url) as database:
        server = _described(database, url)
    try:
        yield server
    finally:
        for name in server.built.values():
            drop(server, name)


def _described(database: Database, url: str) -> OpenServer:
    may_create, encoding = database.rows(_ABOUT)[0]
    if not may_create or encoding != "UTF8":
        problem = f"makes new databases in {encoding}, not UTF8" if may_create else f"does not let {database.user} create databases"
        raise EnvironmentFailure(
            f"the scratch server {describe(url)} {problem}",
            hint="Name another one with SCHEMACTL_SCRATCH_URL, or none: then a private server is started.",
        )
    parts = connection_parts(url)
    login = {name: parts.pop(name, "") for name in ("user", "password", "dbname")}
    return OpenServer(
        description=f"PostgreSQL {version_text(database.server_version)} at {describe(url)}",
        version=version_text(database.server_version),
        has_icu=has_icu(database),
        parts=parts,
        admin=database.user,
        admin_password=login["password"],
        owner=database.user,
        owner_password=login["password"],
        maintenance=database.name,
    )


def has_icu(database: Database) -> bool:
    """Whether the server is built with ICU: initdb then imports its hundreds of locales; "unicode" stands in every catalog."""
    return bool(database.value("select count(*) > 9 from pg_catalog.pg_collation where collprovider = 'i'"))


def version_text(number: int) -> str:
    """170010 as "17.10"."""
    return f"{number // 10000}.{number % 10000}"
