"""Which failures mean "not yet", and which statements must not overtake one that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..adapters.sql import Piece, tree

NOT_YET: Mapping[str, str] = {
    "22P02": "a default or row uses a value that its enum gets later",
    "23503": "a row refers to a row that is inserted later",
    "2BP01": "a drop comes before the drop of what depends on the object",
    "3F000": "schema",
    "42501": "a grant, a membership or an owner comes later",
    "42703": "column",
    "42704": "type, role, index, constraint, collation, operator class, publication, server, language …",
    "42804": "a cast comes later",
    "42830": "a foreign key comes before the unique constraint that it needs",
    "42846": "a cast comes later",
    "42883": "function, procedure, operator, aggregate",
    "42P01": "table, view, sequence, index",
    "42P10": "ON CONFLICT comes before the unique index that it needs",
    "42P17": "an index or generated column calls a function that is declared immutable later",
    "55000": "an identity comes before its column's NOT NULL, OWNED BY before the table has the sequence's owner",
}
"""SQLSTATE → what may be missing. Any other failure is final: an object that exists already, a wrong value, a wrong type."""

_ROUTINES = frozenset({"CreateFunctionStmt"})
_CREATORS: Mapping[str, frozenset[str]] = {
    "OBJECT_FUNCTION": _ROUTINES,
    "OBJECT_PROCEDURE": _ROUTINES,
    "OBJECT_ROUTINE": _ROUTINES,
    "OBJECT_SEQUENCE": frozenset({"CreateSeqStmt"}),
    "OBJECT_TABLE": frozenset({"CreateForeignTableStmt", "CreateStmt", "CreateTableAsStmt", "ViewStmt"}),
}


def must_wait(piece: Piece, waiting: Iterable[Piece]) -> bool:
    """The statement would run now, yet to another effect than at its place behind the statements that wait.

    That is: it replaces, drops or skips what a waiting one creates (`create or replace`, `if exists`), or it reaches for whatever exists.
    """
    earlier = tuple(waiting)
    if not earlier:
        return False
    return _is_sweeping(piece) or not subjects(piece).isdisjoint(name for w in earlier for name in subjects(w))


def granted_at_once(piece: Piece) -> frozenset[str]:
    """Of `grant … on all tables (functions, …) in schema` the classes of the statements that create such objects; else nothing."""
    if piece.node != "GrantStmt":
        return frozenset()
    statement = tree(piece.sql)
    if statement.get("targtype") != "ACL_TARGET_ALL_IN_SCHEMA":
        return frozenset()
    return _CREATORS.get(statement["objtype"], frozenset())


def _is_sweeping(piece: Piece) -> bool:
    """It acts on all that exists; a DO block may."""
    return piece.node == "DoStmt" or bool(granted_at_once(piece))


def subjects(piece: Piece) -> frozenset[str]:
    """The names, without their schemas, of what the statement creates, replaces or drops."""
    statement = tree(piece.sql)
    if piece.node == "DropStmt":
        return frozenset(_last_name(o) for o in statement.get("objects", ()))
    if piece.node == "AlterTableStmt" and not statement.get("missing_ok"):
        return frozenset()
    return frozenset({name} if (name := _created(piece.node, statement)) else ())


def _created(node: str, statement: Mapping[str, Any]) -> str:
    match node:
        case "CreateStmt" | "AlterTableStmt":
            return str(statement["relation"]["relname"])
        case "ViewStmt":
            return str(statement["view"]["relname"])
        case "CreateTableAsStmt":
            return str(statement["into"]["rel"]["relname"])
        case "CreateSeqStmt":
            return str(statement["sequence"]["relname"])
        case "CreateFunctionStmt":
            return str(statement["funcname"][-1]["string"]["sval"])
        case "CreateTrigStmt":
            return str(statement["trigname"])
        case "RuleStmt":
            return str(statement["rulename"])
        case "IndexStmt":
            return str(statement.get("idxname", ""))
        case "CompositeTypeStmt":
            return str(statement["typevar"]["relname"])
        case "CreateDomainStmt":
            return str(statement["domainname"][-1]["string"]["sval"])
        case "CreateEnumStmt" | "CreateRangeStmt":
            return str(statement["type_name"][-1]["string"]["sval"])
        case "CreateSchemaStmt":
            return str(statement.get("schemaname", ""))
        case "CreateRoleStmt":
            return str(statement["role"])
    return ""


def _last_name(item: Mapping[str, Any]) -> str:
    """The object's own name, of a qualified name in any of the forms that DROP has."""
    kind, value = next(iter(item.items()))
    parts = {"list": "items", "object_with_args": "objname", "type_name": "names"}
    return str(value["sval"]) if kind == "string" else _last_name(value[parts[kind]][-1])
