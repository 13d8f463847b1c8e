"""Our own rules for schema files: what is legal there, and never meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..adapters.sql import Piece, quote_ident, script, tree
from .finding import Finding
from .script import name_of, named


@dataclass(frozen=True, slots=True)
class Around:
    """What a rule knows beside the statement. `settled`: functions whose search path the file sets. `declared`: tables whose rows the
    project declares."""

    settled: frozenset[str]
    declared: frozenset[str]


Rule = Callable[[Piece, dict[str, Any], Around], tuple[str, str] | None]
"""A statement, its tree, and what is around it → what is wrong and the remedy, or nothing."""

FITTING = {
    "OBJECT_FUNCTION": {"execute", "all"},
    "OBJECT_PROCEDURE": {"execute", "all"},
    "OBJECT_ROUTINE": {"execute", "all"},
    "OBJECT_LANGUAGE": {"usage", "all"},
    "OBJECT_TYPE": {"usage", "all"},
    "OBJECT_DOMAIN": {"usage", "all"},
}
"""What everybody may have of a kind of object; of the others usage alone."""
SESSION = {
    "VariableSetStmt": "`set` and `reset` are",
    "DiscardStmt": "`discard` is",
    "ListenStmt": "`listen` is",
    "UnlistenStmt": "`unlisten` is",
    "NotifyStmt": "`notify` is",
    "PrepareStmt": "`prepare` is",
    "DeclareCursorStmt": "`declare` is",
    "LockStmt": "`lock` is",
}
ROWS = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt")
QUIET = ("CreateStmt", "IndexStmt", "CreateSeqStmt", "CreateTableAsStmt", "CreateForeignTableStmt")


def findings(sql: str, path: str, declared: Collection[str] = ()) -> Iterator[Finding]:
    """What the rules say of a file; `declared` are tables whose rows count.

    Raises:
        SqlSyntaxError
    """
    pieces = [part for part in script(sql) if isinstance(part, Piece)]
    around = Around(frozenset(name for piece in pieces for name in _altered(piece)), frozenset(declared))
    for piece in pieces:
        for rule, check in RULES.items():
            if said := check(piece, tree(piece.sql), around):
                line = sql.count("\n", 0, piece.offset) + 1
                column = piece.offset - sql.rfind("\n", 0, piece.offset)
                yield Finding(path, line, column, "warning", rule, *said, _objects(piece))


def _definer(piece: Piece, data: dict[str, Any], around: Around) -> tuple[str, str] | None:
    if piece.node != "CreateFunctionStmt" or "sql_body" in data:
        return None  # a body in SQL's own form is bound when the function is made
    options = [o["def_elem"] for o in data.get("options", ())]
    runs_as_owner = any(o["defname"] == "security" and o["arg"]["boolean"].get("boolval") for o in options)
    name = _function(data["funcname"])
    if not runs_as_owner or _sets_path(options) or name in around.settled:
        return None
    return (
        f"{name} is `security definer` and takes its search_path from whoever calls it, who can put objects of his own before yours",
        "Add `set search_path = ''` to it, and qualify the names in its body.",
    )


def _open_grant(_: Piece, data: dict[str, Any], __: Around) -> tuple[str, str] | None:
    grant = data.get("action", data)
    given = {p["access_priv"].get("priv_name", "all") for p in grant.get("privileges", ())} or {"all"}
    if not grant.get("is_grant") or not any(_is_public(g) for g in grant.get("grantees", ())):
        return None
    excess = sorted(given - FITTING.get(grant.get("objtype", ""), {"usage"}))
    if not excess:
        return None
    return f"`{', '.join(excess)}` is granted to public: to every role, now and later", "Grant it to the roles that need it."


def _session(piece: Piece, _: dict[str, Any], __: Around) -> tuple[str, str] | None:
    if piece.node not in SESSION:
        return None
    return (
        f"{SESSION[piece.node]} of the session: nothing of it stays in the database",
        "Leave it out; qualify names, and give a function its settings by `set` in its definition.",
    )


def _rows(piece: Piece, data: dict[str, Any], around: Around) -> tuple[str, str] | None:
    if piece.node not in ROWS or name_of(data.get("relation", {})) in around.declared:
        return None
    return (
        "rows are not compared: this runs where the desired state is built, never on live",
        "Put it into a migration, and prove that; of buckets and cron jobs `declared_data` says that they count.",
    )


def _quiet(piece: Piece, data: dict[str, Any], _: Around) -> tuple[str, str] | None:
    if piece.node not in QUIET or not (data.get("if_not_exists") or data.get("base_stmt", {}).get("if_not_exists")):
        return None
    return "with `if not exists` a second definition of the same name is passed over without a word", "Leave `if not exists` out."


RULES: Mapping[str, Rule] = {
    "definer-search-path": _definer,
    "grant-to-public": _open_grant,
    "session-statement": _session,
    "rows-in-schema": _rows,
    "if-not-exists": _quiet,
}


def _altered(piece: Piece) -> Iterator[str]:
    """The functions whose search path the statement sets."""
    if piece.node == "AlterFunctionStmt":
        data = tree(piece.sql)
        if _sets_path([a["def_elem"] for a in data.get("actions", ())]):
            yield _function(data["func"]["objname"])


def _sets_path(options: list[dict[str, Any]]) -> bool:
    return any(o["defname"] == "set" and o["arg"]["variable_set_stmt"].get("name") == "search_path" for o in options)


def _is_public(grantee: dict[str, Any]) -> bool:
    return bool(grantee["role_spec"]["roletype"] == "ROLESPEC_PUBLIC")


def _function(names: list[dict[str, Any]]) -> str:
    return ".".join(quote_ident(n["string"]["sval"]) for n in names)


def _objects(piece: Piece) -> tuple[str, ...]:
    data = tree(piece.sql)
    return (_function(data["funcname"]),) if piece.node == "CreateFunctionStmt" else named(piece)
