"""pg_dump: a database's schema as text, as SQL to build a copy from, and as objects for the judge."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from ..errors import ConnectionFailure, DatabaseError, EnvironmentFailure, SchemactlError
from .binaries import Binaries
from .database import connection_parts, describe, redact, with_parts


@dataclass(frozen=True, slots=True)
class DumpObject:
    """An entry of a dump: what pg_dump's comment above it says, and the whole text, that comment included."""

    type: str
    schema: str
    name: str
    owner: str
    text: str


ObjectKey = tuple[str, str, str]
"""(type, schema, name) as pg_dump's comments give them: ("TABLE", "public", "orders"); "-" where an object has no schema."""

_RESTRICT = re.compile(r"\A((?:(?:--.*)?\n)*)\\restrict (\w+)\n")
# a copy is built by a session with limits of its own, and servers before 17 do not know transaction_timeout
_LIMITS = re.compile(r"^SET (?:statement_timeout|lock_timeout|idle_in_transaction_session_timeout|transaction_timeout) = 0;\n", re.M)
_FIRST_OBJECT = re.compile(r"^--\n-- Name: ", re.M)
_HEAD = re.compile(r"^--\n-- Name: (?P<name>.*); Type: (?P<type>.*); Schema: (?P<schema>.*); Owner: ?(?P<owner>.*)\n--\n", re.M)
_TAIL = "\n--\n-- PostgreSQL database dump complete\n--\n"
_NEXT_ONES_SETTINGS = re.compile(r"(?:^SET default_\w+ = .*;\s*)+\Z", re.M)
_COLUMNS = re.compile(r"^(CREATE (?:UNLOGGED |FOREIGN )?TABLE [^\n]*\(|CREATE TYPE [^\n]* AS \()\n(.*?)^\)", re.M | re.S)
_OPTIONS = re.compile(r"\bWITH \(([^()]*=[^()]*)\)")
_LIST = re.compile(r"^.*(?:= ANY \(|<> ALL \().*$", re.M)
_SAID_OF = ("COMMENT", "ACL", "SECURITY LABEL")
_OF_TYPE = re.compile(r"^[A-Z ]+ (?=\S)")
_LITERAL = ("FUNCTION", "PROCEDURE", "COMMENT")  # somebody's own text, compared as it is
# schemactl never copies a secret, so none can count
_SECRETIVE = ("SUBSCRIPTION", "USER MAPPING")
_SECRET = re.compile(r"\b(password|secret|token|key|api_key|passcode) '(?:[^']|'')*'", re.I)
_LIST_CASTS = re.compile(r"::character varying|::text|\[\]|[()]")


def dump_schema(
    url: str,
    binaries: Binaries,
    *,
    lock_timeout: str = "5s",
    exclude: Iterable[str] = (),
    exclude_relations: Iterable[str] = (),
    subscriptions: bool = True,
) -> str:
    """What `pg_dump --schema-only` prints for a database: owners, privileges and comments included, tablespaces not.

    `exclude` are quoted names of schemas to leave out, `exclude_relations` qualified ones of tables and their like.
    `lock_timeout` is how long it waits for a table that somebody holds in ACCESS EXCLUSIVE mode.

    Raises:
        ConnectionFailure: the database cannot be reached.
        EnvironmentFailure: pg_dump is older than the server.
        DatabaseError: PostgreSQL refused, for want of a privilege (42501) or of a lock in time (55P03).
    """
    command = [binaries.program("pg_dump"), "--schema-only", "--no-tablespaces", "--no-sync", "--no-password", "--encoding=UTF8"]
    command += [f"--lock-wait-timeout={lock_timeout}", f"--dbname={_without_password(url)}"]
    command += [f"--exclude-schema={name}" for name in exclude]
    command += [f"--exclude-table={name}" for name in exclude_relations]
    command += [] if subscriptions else ["--no-subscriptions"]
    env = {"PGCONNECT_TIMEOUT": "10", **os.environ, "LC_ALL": "C", "PGAPPNAME": "schemactl"}
    if password := connection_parts(url).get("password"):
        env["PGPASSWORD"] = password  # other users can read a command line, not an environment
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)  # noqa: S603
    if done.returncode:
        raise _failure(redact(done.stderr).strip(), url)
    return done.stdout


def executable(dump: str) -> str:
    """The dump as SQL that a driver can send in one go to an empty database, on the dump's major version or an older one.

    Run it in a connection of its own: it leaves the session with an empty search_path and with function bodies unchecked.
    """
    if start := _RESTRICT.match(dump):
        # psql's own commands stand once before everything and once after; the token tells them from text in a body
        dump = start[1] + dump[start.end() :]
        before, _, after = dump.rpartition(f"\\unrestrict {start[2]}\n")
        dump = before + after
    first = _FIRST_OBJECT.search(dump)
    head = first.start() if first else len(dump)
    return _LIMITS.sub("", dump[:head]) + dump[head:]


def taken_apart(dump: str) -> tuple[str, tuple[DumpObject, ...], str]:
    """A dump as its settings, its objects in order, and its end; `joined` makes it a dump again."""
    body, mark, end = dump.rpartition(_TAIL)
    heads = list(_HEAD.finditer(body))
    starts = [*(h.start() for h in heads), len(body)]
    objects = tuple(DumpObject(h["type"], h["schema"], h["name"], h["owner"], body[starts[n] : starts[n + 1]]) for n, h in enumerate(heads))
    return body[: starts[0]], objects, mark + end


def joined(head: str, objects: Iterable[DumpObject], tail: str) -> str:
    """The dump of these objects."""
    return head + "".join(o.text for o in objects) + tail


def schema_objects(dump: str, without: Collection[str] = ()) -> dict[ObjectKey, str]:
    """The dump as a map, each text in a form in which what has no meaning does not count.

    That is the order of columns (PostgreSQL cannot change it in place), of storage options and of privileges.
    `without` are identities, quoted and qualified, of objects to leave out with what is said of them.
    """
    left_out = {name.replace('"', "") for name in without}
    text = dump.rpartition(_TAIL)[0]
    heads = list(_HEAD.finditer(text))
    out: dict[ObjectKey, str] = {}
    for head, following in zip_longest(heads, heads[1:]):
        end = following.start() if following else len(text)
        key = (head["type"], head["schema"], head["name"])
        if left_out and _identities(key) & left_out:
            continue
        body = _normal(text[head.end() : end], head["type"]) + f"\n-- owner {head['owner'] or '-'}"
        out[key] = f"{out[key]}\n{body}" if key in out else body
    return out


def dump_differences(a: Mapping[ObjectKey, str], b: Mapping[ObjectKey, str]) -> tuple[str, ...]:
    """What separates two maps of `schema_objects`, one line an object: `- ` only in `a`, `+ ` only in `b`, `~ ` in both but not alike."""
    lines = []
    for key in sorted(a.keys() | b.keys()):
        label = f"{key[0].lower()} {key[2] if key[1] == '-' else f'{key[1]}.{key[2]}'}"
        if key not in b:
            lines.append(f"- {label}")
        elif key not in a:
            lines.append(f"+ {label}")
        elif a[key] != b[key]:
            lines.append(f"~ {label}: {_contrast(a[key], b[key])}")
    return tuple(lines)


def _identities(key: ObjectKey) -> set[str]:
    """`f(integer)` of a schema as `public.f(integer)`, also for what is said of it; `orders own` as `own on public.orders`, too."""
    type_, schema, name = key
    if type_ in _SAID_OF:
        name = _OF_TYPE.sub("", name)
    if schema == "-":
        return {name}
    table, _, part = name.partition(" ")
    return {f"{schema}.{name}", f"{part} on {schema}.{table}"}


def _contrast(a: str, b: str) -> str:
    """The lines that only one of two texts has; where they have the same lines, that their order differs."""
    x, y = a.splitlines(), b.splitlines()
    only = [f"- {line.strip()}" for line in x if line not in y] + [f"+ {line.strip()}" for line in y if line not in x]
    return " | ".join(only) or "the same lines in another order"


def _normal(body: str, kind: str) -> str:
    body = _NEXT_ONES_SETTINGS.sub("", body).strip()
    if kind in _LITERAL:
        return body
    if kind in _SECRETIVE:
        body = redact(_SECRET.sub(r"\1 '***'", body))
    # an IN list over varchar is printed in two ways that mean the same, before and after one round trip of its text
    body = _LIST.sub(lambda m: _LIST_CASTS.sub("", m[0]), body)
    body = _OPTIONS.sub(lambda m: f"WITH ({', '.join(sorted(m[1].split(', ')))})", body)
    if kind in ("TABLE", "FOREIGN TABLE", "TYPE"):
        body = _COLUMNS.sub(lambda m: f"{m[1]}\n" + "\n".join(_sorted_members(m[2])) + "\n)", body)
    if kind in ("ACL", "DEFAULT ACL"):
        body = "\n".join(sorted(line for line in body.splitlines() if line))
    return body


def _sorted_members(block: str) -> list[str]:
    """The members of a column list, sorted; one that runs over several lines ends with the comma."""
    members = re.split(r",\n", block.rstrip("\n"))
    return sorted(members)


def _without_password(url: str) -> str:
    parts = {k: v for k, v in connection_parts(url).items() if k != "password"}
    return with_parts("", **parts)


def _failure(message: str, url: str) -> SchemactlError:
    message = message.removeprefix("pg_dump: ").removeprefix("error: ")
    if "server version mismatch" in message:
        return EnvironmentFailure(
            f"pg_dump is too old for {describe(url)}: {message}", hint="Install PostgreSQL of the server's major version or newer."
        )
    if re.search(r"connection to server|could not connect|could not translate host name", message):
        return ConnectionFailure(f"pg_dump cannot connect to {describe(url)}: {message}", hint="Check the URL and that the server is up.")
    if "statement timeout" in message or "lock timeout" in message:
        return DatabaseError(
            f"pg_dump of {describe(url)} waited too long for a lock: {message}",
            sqlstate="55P03",
            hint="Somebody changes a table there just now; try again, or raise `lock_timeout` in the settings.",
        )
    refused = "permission denied" in message
    return DatabaseError(
        f"pg_dump of {describe(url)} failed: {message}",
        sqlstate="42501" if refused else "XX000",
        hint="Connect as the role that owns the schema, or as one that may read all of it." if refused else "",
    )
