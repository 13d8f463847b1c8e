"""SQL text → what PostgreSQL's parser makes of it, as plain data; a syntax error carries its position in characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import postgast
from google.protobuf.json_format import MessageToDict

from ...errors import SchemactlError


class SqlSyntaxError(SchemactlError):
    """SQL that PostgreSQL's parser does not take. `position` is the one-based character offset in the text, None where unknown."""

    def __init__(self, message: str, *, position: int | None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.position = position


def parsed(sql: str) -> Any:
    """libpg_query's parse tree of a text of any number of statements; its locations count bytes of UTF-8.

    Raises:
        SqlSyntaxError: the text is no SQL, or holds a NUL character, at which a C string ends.
    """
    if "\0" in sql:
        raise SqlSyntaxError("a NUL character stands in the text", position=sql.index("\0") + 1)
    try:
        return postgast.parse(sql)
    except postgast.PgQueryError as error:
        # unlike the tree's locations this position counts characters: scanner_errposition() in scan.l
        raise SqlSyntaxError(error.message, position=error.cursorpos or None) from None


def node_class(raw_statement: Any) -> str:
    """The parser's name for a statement of `parsed`: `CreateStmt`."""
    return str(_node(raw_statement).DESCRIPTOR.name)


def statement_class(sql: str) -> str:
    """The parser's name for the (first) statement: `CreateStmt`, `CopyStmt`; empty where there is none.

    Raises:
        SqlSyntaxError
    """
    statements = parsed(sql).stmts
    return node_class(statements[0]) if statements else ""


@lru_cache(maxsize=4096)
def tree(sql: str) -> dict[str, Any]:
    """The (first) statement's parse tree as dictionaries, lists and values, without what has its default; `{}` where there is none.

    Nodes and fields have the names of PostgreSQL's `parsenodes.h`, in snake case.

    Raises:
        SqlSyntaxError
    """
    statements = parsed(sql).stmts
    return MessageToDict(_node(statements[0]), preserving_proto_field_name=True) if statements else {}


def called_functions(sql: str) -> frozenset[tuple[str, ...]]:
    """The names of the functions that the (first) statement calls, each with its schema where it is said.

    Raises:
        SqlSyntaxError
    """
    return frozenset(_calls(tree(sql)))


def _calls(node: Any) -> Iterator[tuple[str, ...]]:
    for inner in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from _calls(inner)
    if isinstance(node, dict) and "func_call" in node:
        yield tuple(part["string"]["sval"] for part in node["func_call"]["funcname"])


def created_roles(sql: str) -> tuple[str, ...]:
    """The names of the roles that the statements create by CREATE ROLE, USER or GROUP; those of a DO block cannot be told.

    Raises:
        SqlSyntaxError
    """
    return tuple(_node(s).role for s in parsed(sql).stmts if s.stmt.HasField("create_role_stmt"))


def _node(raw_statement: Any) -> Any:
    statement = raw_statement.stmt
    return getattr(statement, statement.WhichOneof("node"))
