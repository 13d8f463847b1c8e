"""The platform's own part of a project, out of its dump: the base that its desired state is built on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ..adapters.dump import DumpObject, joined, taken_apart
from .names import LENT_SCHEMAS, PLATFORM_PUBLICATIONS, PLATFORM_ROLES, PLATFORM_SCHEMAS

NOWHERE = "-"
"""What pg_dump says as the schema of an object that lives in none."""
INSTALLED_IN = re.compile(r"^CREATE EXTENSION .* WITH SCHEMA (\S+);$", re.M)
RUNS = re.compile(r'EXECUTE FUNCTION ("(?:[^"]|"")+"|\w+)\.')
SAID_OF = re.compile(r"^(?P<type>[A-Z]+(?: [A-Z]+)*) (?P<name>.+)$", re.S)


def managed_part(dump: str) -> str:
    """What of a project's dump the platform keeps, as a dump of its own.

    That is: the managed schemas, the extensions in them, and everybody's default privileges, which decide what a new object
    is granted. What a user hung on a managed table (policies, triggers that run the user's functions) is not.
    """
    head, objects, tail = taken_apart(dump)
    extensions = {o.name for o in objects if o.type == "EXTENSION" and _is_managed(_schema_of(o))}
    guests = {(o.schema, o.name) for o in objects if _is_guest(o)}
    return joined(head, [o for o in objects if _belongs(o, extensions) and not _is_of(o, guests)], tail)


def copyable(dump: str, unreadable: Collection[str] = ()) -> str:
    """A project's dump without what cannot be on a copy.

    That is: the platform's event triggers, whose owner must be a superuser, as no role of a copy is; and the platform's objects that
    name one of its tables that could not be read (quoted and qualified), which the dump lacks.
    """
    head, objects, tail = taken_apart(dump)
    watchers = {o.name for o in objects if o.type == "EVENT TRIGGER" and o.owner in PLATFORM_ROLES}

    def stays(o: DumpObject) -> bool:
        lame = o.schema in PLATFORM_SCHEMAS and any(name in o.text for name in unreadable)
        return not lame and o.name.removeprefix("EVENT TRIGGER ") not in watchers

    return joined(head, [o for o in objects if stays(o)], tail)


def _is_managed(schema: str) -> bool:
    return schema.strip('"') in PLATFORM_SCHEMAS or schema == "pg_catalog"


def _schema_of(extension: DumpObject) -> str:
    found = INSTALLED_IN.search(extension.text)
    return found[1] if found else ""


def _is_guest(o: DumpObject) -> bool:
    """A policy on a table that is open to them, or a trigger that runs a function of the user's."""
    if o.type == "POLICY":
        return o.schema in LENT_SCHEMAS
    runs = RUNS.search(o.text) if o.type == "TRIGGER" and o.schema in PLATFORM_SCHEMAS else None
    return runs is not None and not _is_managed(runs[1])


def _is_of(o: DumpObject, guests: Iterable[tuple[str, str]]) -> bool:
    """A guest itself, or its comment: `POLICY own ON objects` for `objects own`."""
    said = SAID_OF.match(o.name) if o.type == "COMMENT" else None
    name = o.name
    if said and " ON " in said["name"]:
        part, _, table = said["name"].rpartition(" ON ")
        name = f"{table} {part}"
    return (o.schema, name) in guests


def _belongs(o: DumpObject, extensions: Iterable[str]) -> bool:
    if o.schema != NOWHERE:
        is_table_of = o.type in ("PUBLICATION TABLE", "DEFAULT ACL")
        return o.schema in PLATFORM_SCHEMAS or (is_table_of and o.type == "DEFAULT ACL" and o.schema == "public")
    said = SAID_OF.match(o.name) if o.type in ("COMMENT", "ACL", "SECURITY LABEL") else None
    kind, name = (said["type"], said["name"]) if said else (o.type, o.name)
    if kind == "SCHEMA":
        return name in PLATFORM_SCHEMAS or (name == "public" and o.type != "COMMENT")
    if kind == "EXTENSION":
        return name in extensions
    if kind == "PUBLICATION":
        return name in PLATFORM_PUBLICATIONS
    return kind == "DEFAULT ACL"
