"""What the command `doctor` does: looks along the way to live and at what a run needs, a check at a time, changing nothing."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .. import apply, migrations
from ..adapters.database import Database, connect, connection_parts, describe
from ..adapters.tls import is_local
from ..config import Settings
from ..desired import listed
from ..errors import SchemactlError
from ..monitor import Check, State, attempt, read_only_grants, rights
from .bench import open_bench
from .connection import live_url
from .inspect import platform_schemas
from .look import LIVE_OPTIONS, Live, look

TESTED = range(15, 19)
DIRECT = re.compile(r"db\.[a-z0-9]+\.supabase\.(co|com|in|net)")
POOLER = re.compile(r".+\.pooler\.supabase\.(co|com|in|net)")
FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The checks in the order in which a run would need them; those behind one that failed may be missing."""

    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        return all(check.state is not State.fail for check in self.checks)

    def as_data(self) -> dict[str, Any]:
        return {"well": self.is_well, "checks": [check.as_data() for check in self.checks]}


def examine(settings: Settings, report: Callable[[str], None]) -> Diagnosis:
    """Makes every check that can be made; failures are among them, not raised."""
    return Diagnosis(tuple(_checks(settings, report)))


def read_only(settings: Settings, role: str) -> tuple[str, ...]:
    """The statements that make `role` one that may run diff, pull --check and status on live, and nothing else.

    Raises:
        UsageError, ConnectionFailure, DatabaseError
    """
    with connect(live_url(settings), options=LIVE_OPTIONS) as database:
        return read_only_grants(database, role)


def _checks(settings: Settings, report: Callable[[str], None]) -> Iterator[Check]:
    yield from attempt("settings", lambda: _settings(settings))
    yield from attempt("schema", lambda: _schema(settings))
    yield from attempt("migrations", lambda: _migrations(settings))
    try:
        url = live_url(settings)
        yield from _way(settings, url)
        report("connecting")
        database = connect(url, options=LIVE_OPTIONS)
    except SchemactlError as error:
        yield Check("connection", State.fail, str(error), error.hint)
        return
    with database:
        yield from attempt("connection", lambda: _connection(database))
        yield from attempt("rights", lambda: rights(database, platform_schemas(settings, database)))
        yield from attempt("ledger", lambda: _ledger(database))
    report("reading the catalog")
    try:
        live = look(url, settings)
    except SchemactlError as error:
        yield Check("catalog", State.fail, str(error), error.hint)
        return
    yield _catalog(live)
    report("starting a scratch server")
    yield from attempt("scratch", lambda: _scratch(settings, live))


def _settings(settings: Settings) -> Iterator[Check]:
    found = [name for name in ("schemactl.toml", "pyproject.toml") if (settings.root / name).is_file()]
    yield Check(
        "settings", State.ok, f"{found[0]} in {settings.root}" if found else f"no file, all as by default; the folder is {settings.root}"
    )


def _schema(settings: Settings) -> Iterator[Check]:
    number = len(listed(settings.schema_path)) if settings.schema_path.is_dir() else 0
    if number:
        yield Check("schema", State.ok, f"{number} files in {settings.schema_dir}/")
    else:
        yield Check("schema", State.warn, f"no schema file in {settings.schema_dir}/", "`schemactl pull` writes what live has.")


def _migrations(settings: Settings) -> Iterator[Check]:
    files = migrations.read(settings.migrations_path)
    unproved = [m.version for m in files if not m.is_proved]
    if unproved:
        hint = f"schemactl prove {int(unproved[0][:3])}"
        yield Check("migrations", State.warn, f"not proved as they stand: {', '.join(unproved)}", hint)
    else:
        yield Check("migrations", State.ok, f"{len(files)} files in {settings.migrations_dir}/" if files else "none yet")


def _way(settings: Settings, url: str) -> Iterator[Check]:
    """Which database is meant, what kind of host that is, and where its name leads."""
    parts = connection_parts(url)
    host = parts.get("host") or os.environ.get("PGHOST", "")
    yield Check("live", State.ok, f"{describe(url)}, from {settings.live_source or 'the linked project'}")
    if is_local(parts):
        yield Check("host", State.ok, "on this machine")
        return
    kind = "the project itself" if DIRECT.fullmatch(host) else "the session pooler" if POOLER.fullmatch(host) else "a server"
    yield _addresses(host, kind, parts.get("port", "5432"))


def _addresses(host: str, kind: str, port: str) -> Check:
    try:
        found = {family for family, *_ in socket.getaddrinfo(host, port.split(",")[0], type=socket.SOCK_STREAM)}
    except OSError as error:
        return Check("host", State.fail, f"{kind}: the name {host} leads nowhere: {error.strerror or error}", "Check the host's name.")
    families = " and ".join(sorted(FAMILIES[f] for f in found if f in FAMILIES))
    if families == "IPv6":
        hint = "Nothing, where this network has IPv6; else the session pooler's host, which has IPv4."
        return Check("host", State.warn, f"{kind}, by IPv6 alone", hint)
    return Check("host", State.ok, f"{kind}, by {families}")


def _connection(database: Database) -> Iterator[Check]:
    mode = connection_parts(database.url).get("sslmode") or os.environ.get("PGSSLMODE", "")
    if database.tls and mode == "verify-full":
        yield Check("encryption", State.ok, f"{database.tls}, the server's certificate and name verified")
    elif is_local(connection_parts(database.url)):
        yield Check("encryption", State.ok, database.tls or "none, and the connection stays on this machine")
    else:
        text = (
            f"{database.tls}, but anybody could say to be the server" if database.tls else "none: passwords and data can be read on the way"
        )
        yield Check("encryption", State.warn, text, "Leave sslmode out of the connection string: schemactl then verifies the server.")
    known = database.major in TESTED
    hint = "" if known else f"schemactl is tested on {TESTED.start} to {TESTED.stop - 1}."
    yield Check("server", State.ok if known else State.warn, f"PostgreSQL {database.value('show server_version')}", hint)


def _ledger(database: Database) -> Iterator[Check]:
    number = len(apply.applied(database))
    there = apply.exists(database)
    yield Check("ledger", State.ok, f"{number} migrations are applied" if there else "not there yet: the first migration makes it")


def _catalog(live: Live) -> Check:
    if live.catalog.unmodeled:
        names = ", ".join(live.catalog.unmodeled)
        return Check("catalog", State.warn, f"{len(live.catalog)} facts; of no known kind: {names}", "These are not compared.")
    platform = "a Supabase project" if live.is_supabase else "plain PostgreSQL"
    return Check("catalog", State.ok, f"{len(live.catalog)} facts of {platform}, whose objects {live.owner} owns")


def _scratch(settings: Settings, live: Live) -> Iterator[Check]:
    """The server that a diff would take: it starts, and has or can stand in for live's extensions."""
    with open_bench(settings, live) as bench:
        yield Check("scratch", State.ok, bench.server.description)
        yield Check("pg_dump", State.ok, str(bench.binaries))
        stood_in = sorted(bench.extensions.standing_in)
        text = (
            f"stood in for, as the scratch server lacks them: {', '.join(stood_in)}" if stood_in else "the scratch server has all of live's"
        )
        yield Check("extensions", State.ok, text)
