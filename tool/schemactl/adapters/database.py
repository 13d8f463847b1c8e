"""The door to psycopg2: `connect(url)` gives a `Database`, whose failures are `DatabaseError`s that hold no password."""

from __future__ import annotations

import re
import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.extensions
from psycopg2.extensions import make_dsn, parse_dsn

from ..errors import ConnectionFailure, ConnectionLost, DatabaseError, UsageError
from .sql import quote_ident

Params = Sequence[Any] | Mapping[str, Any]
UNTRUSTED = (
    "This machine does not trust who signed the server's certificate. Supabase signs its own: download theirs (dashboard: Database, "
    'Settings, SSL) and name the file, `sslrootcert = "supabase/prod-ca-2021.crt"` in schemactl.toml, or PGSSLROOTCERT.'
)
FORM = "Write postgresql://USER@HOST:PORT/DATABASE; special characters of a password are percent-encoded, or put it into PGPASSWORD."


def redact(text: str) -> str:
    """The text with every password of a URL or a key=value connection string replaced by `***`."""
    text = re.sub(r"(\w+://[^\s:/@]*):[^\s/]*@", r"\1:***@", text)
    return re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]+)", r"\1***", text, flags=re.I)


def connection_parts(url: str) -> dict[str, str]:
    """What libpq reads in a URL or a key=value string: host, port, user, dbname, …

    Raises:
        UsageError: it is neither, or a character of the password would be read as the end of it.
    """
    plain = re.sub(r"^postgres(ql)?\+psycopg2?://", "postgresql://", url.strip())
    try:
        parts = {k: v for k, v in parse_dsn(plain).items() if v is not None}
    except psycopg2.ProgrammingError as error:
        # libpq quotes what it stumbles over, and that may be a piece of the password
        why = re.sub(r'".*"', "…", str(error).strip(), flags=re.S)
        raise UsageError(f"this is no PostgreSQL connection string: {why}", hint=FORM) from None
    if _cuts_password(plain):
        raise UsageError("the connection string has an @ or a / in its password, which ends it there", hint=FORM)
    return parts


def _cuts_password(url: str) -> bool:
    """libpq ends the password of a URL at the first @, and sees no login at all where a / comes before it."""
    rest = url.partition("://")[2]
    first = re.search("[@/]", rest)
    return first is not None and "@" in rest[first.end() :].partition("?")[0]


def describe(url: str) -> str:
    """`user@host:port/database`, for output; never a password."""
    p = connection_parts(url)
    host = p.get("host", "local socket")
    return f"{p.get('user', '')}@{host}:{p.get('port', '5432')}/{p.get('dbname', p.get('user', ''))}".removeprefix("@")


def with_parts(url: str, **changed: str) -> str:
    """The same connection with some parts replaced, as a key=value string: `with_parts(url, dbname="trial")`."""
    return str(make_dsn(**{**connection_parts(url), **changed}))


class Database:
    """One connection. Outside `transaction()` every statement commits by itself."""

    def __init__(self, connection: Any, url: str) -> None:
        self._connection = connection
        self.url = url
        self._prepared: set[str] = set()

    @property
    def server_version(self) -> int:
        """As PostgreSQL counts: 170010 is 17.10."""
        return int(self._connection.server_version)

    @property
    def major(self) -> int:
        return self.server_version // 10000

    @property
    def user(self) -> str:
        return str(self._connection.info.user)

    @property
    def name(self) -> str:
        return str(self._connection.info.dbname)

    @property
    def tls(self) -> str:
        """The protocol that encrypts the connection, `TLSv1.3`; empty where nothing does."""
        info = self._connection.info
        return str(info.ssl_attribute("protocol")) if info.ssl_in_use else ""

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.info.transaction_status != psycopg2.extensions.TRANSACTION_STATUS_IDLE)

    @property
    def notices(self) -> list[str]:
        """What the server said beside its answers, newest last."""
        return list(self._connection.notices)

    def take_notices(self) -> list[str]:
        """The same, and forgets them: the next call has only what is new."""
        taken = self.notices
        self._connection.notices.clear()
        return taken

    def execute(self, sql: str, params: Params | None = None) -> None:
        """Runs one statement, or several where no parameters are given.

        Raises:
            ConnectionLost: the connection broke.
            DatabaseError: PostgreSQL refused.
        """
        self._run(sql, params).close()

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        with self._run(sql, params) as cursor:
            return list(cursor.fetchall())

    def value(self, sql: str, params: Params | None = None) -> Any:
        """The first column of the first row, None where there is no row."""
        rows = self.rows(sql, params)
        return rows[0][0] if rows else None

    def prepared(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement without parameters that the session plans once, under `name`."""
        if name not in self._prepared:
            self.execute(f"prepare {name} as {sql}")
            self._prepared.add(name)
        return self.rows(f"execute {name}")

    def begin(self, mode: str = "") -> None:
        self.execute(f"begin {mode}")

    def commit(self) -> None:
        self.execute("commit")

    def rollback(self) -> None:
        self.execute("rollback")

    @contextmanager
    def transaction(self, mode: str = "") -> Iterator[None]:
        """Commits at the end; any exception rolls back. `mode` as in BEGIN: `isolation level repeatable read read only`."""
        self.begin(mode)
        try:
            yield
        except BaseException:
            if not self._connection.closed:
                self.rollback()
            raise
        self.commit()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A failure inside leaves the transaction as it was at the start of the block."""
        self.execute("savepoint schemactl")
        try:
            yield
        except BaseException:
            if not self._connection.closed:
                self.execute("rollback to savepoint schemactl")
                self.execute("release savepoint schemactl")
            raise
        self.execute("release savepoint schemactl")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, sql: str, params: Params | None) -> Any:
        try:
            cursor = self._connection.cursor()
            cursor.execute(sql, params)
        except psycopg2.Error as error:
            raise self._failure(error, sql) from None
        return cursor

    def _failure(self, error: Any, sql: str) -> DatabaseError:
        diag = error.diag
        message = redact(diag.message_primary or str(error).strip() or type(error).__name__)
        if self._connection.closed or (error.pgcode or "").startswith("57P"):
            lost = f"the connection to {describe(self.url)} was lost: {message}"
            return ConnectionLost(lost, sqlstate=error.pgcode or "08006", sql=sql, hint="Try again once the server answers.")
        position = diag.statement_position
        return DatabaseError(
            message,
            sqlstate=error.pgcode or "XX000",
            sql=sql,
            position=int(position) if position else None,
            detail=diag.message_detail or "",
            server_hint=diag.message_hint or "",
            context=diag.context or "",
            internal_sql=diag.internal_query or "",
            internal_position=int(diag.internal_position) if diag.internal_position else None,
            table=f"{quote_ident(diag.schema_name)}.{quote_ident(diag.table_name)}" if diag.table_name else "",
            column=quote_ident(diag.column_name) if diag.column_name else "",
        )


def connect(url: str, *, timeout: int = 10, options: Mapping[str, str] | None = None) -> Database:
    """Opens a connection in autocommit mode. `options` are settings of the session, sent once it stands (poolers refuse start-up options).

    Raises:
        UsageError: `url` is no connection string.
        ConnectionFailure: nobody answers, the login is refused, the database does not exist.
    """
    parts = {"connect_timeout": str(timeout), "application_name": "schemactl", **connection_parts(url)}
    try:
        connection = psycopg2.connect(make_dsn(**parts))
    except psycopg2.OperationalError as error:
        raise ConnectionFailure(f"cannot connect to {describe(url)}: {redact(str(error)).strip()}", hint=_next_step(str(error))) from None
    connection.autocommit = True
    database = Database(connection, url)
    for name, value in (options or {}).items():
        database.execute("select pg_catalog.set_config(%s, %s, false)", (name, value))
    return database


@contextmanager
def interruptible() -> Iterator[None]:
    """During the block Ctrl-C, and a signal that raises SystemExit, cancel the statement that runs; libpq alone would wait for its end.

    It holds for every connection of the process that stands already: new ones would have no timeout.
    """
    psycopg2.extensions.set_wait_callback(_wait)
    try:
        yield
    finally:
        psycopg2.extensions.set_wait_callback(None)


def _wait(connection: Any) -> None:
    """Waits in Python, where a signal is heard. What is raised here makes psycopg2 close the connection."""
    try:
        while (state := connection.poll()) != psycopg2.extensions.POLL_OK:
            files = [connection.fileno()]
            reads = state == psycopg2.extensions.POLL_READ
            select.select(files if reads else [], [] if reads else files, [])
    except (KeyboardInterrupt, SystemExit):
        connection.cancel()
        raise


def _next_step(message: str) -> str:
    if "certificate verify failed" in message or "root certificate file" in message:
        return UNTRUSTED
    if "does not match host name" in message:
        return "This is another server than it says, or the URL has another name for it than its certificate."
    if "does not support SSL" in message:
        return "Passwords and rows would go unencrypted. On a network that is yours alone: sslmode=disable in the URL, or PGSSLMODE."
    if "password" in message:
        return "Check the password (percent-encode special characters in a URL) or put it into PGPASSWORD or ~/.pgpass."
    if "does not exist" in message:
        return "Check the database and user names at the end and the start of the URL."
    if any(words in message for words in ("could not translate host name", "Name or service not known", "Network is unreachable")):
        return "Check the host name. A Supabase direct host has IPv6 only: on an IPv4 network use the session pooler's host."
    return "Check host, port and that the server accepts connections from here."
