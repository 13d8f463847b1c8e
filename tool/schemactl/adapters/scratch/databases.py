"""Databases on a scratch server, through sqlbag: fresh ones that are dropped whatever happens, and templates kept as a cache."""

from __future__ import annotations

import hashlib
import os
import secrets
import string
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from ...errors import ConnectionFailure, DatabaseError, EnvironmentFailure, SchemactlError
from ..database import connect, redact
from .roles import PREFIX, TEMPLATE
from .server import ScratchServer

KEPT_TEMPLATES = 12
DISK_FULL = "53100"
SUBSCRIPTIONS = """select pg_catalog.array_agg(pg_catalog.quote_ident(s.subname)) from pg_catalog.pg_subscription s
                     join pg_catalog.pg_database d on d.oid = s.subdbid where d.datname = %s"""


@contextmanager
def scratch_database(server: ScratchServer, template: str | None = None, *, owner: str | None = None) -> Iterator[str]:
    """The name of a fresh database, a copy of `template` or empty; dropped at the end of the block, whatever happens.

    It belongs to `owner`, by default the server's plain role.

    Raises:
        DatabaseError: the server refuses to make or drop it.
        EnvironmentFailure: the server's disk is full.
    """
    name = _fresh_name(PREFIX)
    try:
        _create(server, name, template, owner)
        yield name
    except BaseException as error:
        _drop_after(error, server, name)
        raise
    drop(server, name)


def cached_template(server: ScratchServer, key: str, build: Callable[[str], None]) -> str:
    """The name of the template database for `key`, which `build(name)` fills if nobody did before.

    A failed build leaves nothing. On a private server the twelve templates used last stay for next runs; elsewhere they go with the run.

    Raises:
        whatever `build` raises, and what `scratch_database` does.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    name = server.built.get(digest) or TEMPLATE + digest
    if digest in server.built or (server.persistent and _is_template(server, name)):
        _touch(server, name)
    else:
        _make_room(server)
        # two runs on one server of the user's must not meet in a name
        name = _built(server, name if server.persistent else _fresh_name(TEMPLATE), build)
    server.built[digest] = name
    return name


def drop(server: ScratchServer, name: str) -> None:
    """Drops a database or template, and whoever is connected to it; one that is not there is no error."""
    if _is_template(server, name):
        _administer(server, "alter database %I with is_template false", name)
    _drop_subscriptions(server, name)
    with _sqlbag() as sqlbag:
        sqlbag.drop_database(_admin_url(server, name))


def _drop_subscriptions(server: ScratchServer, name: str) -> None:
    """PostgreSQL drops no database that subscribes to something. Nobody connects to the publisher, which knows nothing of a copy."""
    found = _value(server, SUBSCRIPTIONS, name)
    if found:
        with connect(server.url(name)) as database:
            for subscription in found:
                database.execute(f"alter subscription {subscription} disable")
                database.execute(f"alter subscription {subscription} set (slot_name = none)")
                database.execute(f"drop subscription {subscription}")


def _built(server: ScratchServer, name: str, build: Callable[[str], None]) -> str:
    """Builds under a passing name, so that a database with a template's name and mark is always complete."""
    passing = _fresh_name(PREFIX)
    try:
        _create(server, passing, None, None)
        build(passing)
        _administer(server, "alter database %I rename to %I", passing, name)
        _administer(server, "alter database %I with is_template true allow_connections false", name)
        _touch(server, name)
    except BaseException as error:
        _drop_after(error, server, passing)
        _drop_after(error, server, name)
        raise
    return name


def _create(server: ScratchServer, name: str, template: str | None, owner: str | None) -> None:
    with _sqlbag() as sqlbag:
        sqlbag.create_database(_admin_url(server, name), template=template or "template0")
    if (owner or server.owner) != server.admin:
        _administer(server, "alter database %I owner to %I", name, owner or server.owner)


def _make_room(server: ScratchServer) -> None:
    """Drops the templates used longest ago, so that a new one makes twelve."""
    if server.persistent:
        with connect(server.url()) as database:
            names = database.rows(
                "select datname from pg_catalog.pg_database where datistemplate and starts_with(datname, %s)"
                " order by pg_catalog.shobj_description(oid, 'pg_database') desc nulls last offset %s",
                (TEMPLATE, KEPT_TEMPLATES - 1),
            )
        for (name,) in names:
            drop(server, name)


def _touch(server: ScratchServer, name: str) -> None:
    """Notes in the template's comment, which sorts by time, that it was used."""
    if server.persistent:
        used = f"used {_value(server, 'select pg_catalog.clock_timestamp() at time zone %s', 'UTC'):%Y-%m-%d %H:%M:%S.%f}"
        _administer(server, "comment on database %I is %L", name, used)


def _is_template(server: ScratchServer, name: str) -> bool:
    return bool(_value(server, "select datistemplate from pg_catalog.pg_database where datname = %s", name))


def _value(server: ScratchServer, sql: str, *params: str) -> Any:
    with connect(server.url()) as database:
        return database.value(sql, params)


def _administer(server: ScratchServer, form: str, *names: str) -> None:
    """Runs one statement, its names and texts put in by PostgreSQL's own format()."""
    with connect(server.url()) as database:
        places = ", ".join(["%s"] * (len(names) + 1))
        database.execute(database.value(f"select pg_catalog.format({places})", (form, *names)))


def _drop_after(error: BaseException, server: ScratchServer, name: str) -> None:
    """Drops a database while an error is on its way, which stays the one that is reported."""
    try:
        drop(server, name)
    except SchemactlError as second:
        error.add_note(f"the scratch database {name} could not be dropped: {second}")


def _fresh_name(prefix: str) -> str:
    return prefix + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))


def _admin_url(server: ScratchServer, name: str) -> str:
    """The database's URL for sqlbag, which administers with an empty database name: `dbname` in the query takes its place.

    Without it libpq would connect to a database named like the user.
    """
    url = server.url(name).replace("postgresql://", "postgresql+psycopg2://", 1)
    return f"{url}{'&' if '?' in url else '?'}dbname={quote(server.maintenance, safe='')}"


@contextmanager
def _sqlbag() -> Iterator[Any]:
    """The module sqlbag; SQLAlchemy's failures in the block become ours, without the password that their text may hold."""
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import sqlbag
        from sqlalchemy.exc import DBAPIError
    try:
        yield sqlbag
    except DBAPIError as error:
        raise _failure(error.orig, error.statement) from None


def _failure(error: Any, statement: str | None) -> SchemactlError:
    message = redact(str(error)).strip()
    if not getattr(error, "pgcode", None):
        return ConnectionFailure(f"the scratch server is gone: {message}", hint="Run the command again.")
    if error.pgcode == DISK_FULL:
        return EnvironmentFailure(
            f"the scratch server's disk is full: {message}",
            hint="Free space, or point SCHEMACTL_CACHE_DIR to a folder with more (SCHEMACTL_SCRATCH_URL to another server).",
        )
    return DatabaseError(f"the scratch server refuses: {message}", sqlstate=error.pgcode, sql=(statement or "").strip())
