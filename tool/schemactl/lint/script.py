"""A script's statements and the relations they name: which of them, and of their constraints, it makes, renames and drops itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..adapters.sql import Piece, SqlSyntaxError, quote_ident, split, tree

RELATIONS = ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_SEQUENCE")
MAKERS = {"CreateStmt": "relation", "ViewStmt": "view", "CreateSeqStmt": "sequence"}


@dataclass(frozen=True, slots=True)
class Event:
    """From `offset` on the name is that of a relation or a constraint, or of none. `is_new`: of one that this script made."""

    offset: int
    name: str
    is_there: bool
    is_new: bool = False


@dataclass(frozen=True)
class Script:
    """SQL text; where the parser does not take it, it has no statements."""

    sql: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        try:
            return split(self.sql)
        except SqlSyntaxError:
            return ()

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happens to names, in order."""
        found: list[Event] = []
        for piece in self.pieces:
            found += _events(piece, found)
        return tuple(found)

    def statement(self, line: int, column: int) -> Piece | None:
        """The one at this place, counted from 1."""
        lines = self.sql.split("\n")
        place = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
        return next((p for p in self.pieces if p.offset <= place < p.offset + len(p.sql) + 1), None)

    def makes(self, name: str, before: Piece) -> bool:
        """Whether the name, at this statement, is of a relation that the script itself made."""
        return _newest(name, [e for e in self.events if e.offset < before.offset])

    def taken(self, by: Piece) -> tuple[str, ...]:
        """The names that the statement takes away."""
        return tuple(e.name for e in self.events if e.offset == by.offset and not e.is_there)

    def names_first(self, name: str, before: Piece) -> bool:
        """Whether the name means nothing outside of the script, which gave it to something before this statement."""
        first = next((e for e in self.events if e.name == name), None)
        return first is not None and first.is_there and first.offset < before.offset

    def brings_back(self, name: str, after: Piece) -> bool:
        """Whether something of that name is there at the end, although this statement took it away."""
        later = [e for e in self.events if e.name == name and e.offset >= after.offset]
        return bool(later) and later[-1].is_there


def named(piece: Piece) -> tuple[str, ...]:
    """The relations that a statement names, quoted and qualified, each once; of what it drops only relations."""
    data = tree(piece.sql)
    dropped = _dropped(data) if piece.node == "DropStmt" else ()
    return tuple(dict.fromkeys((*_ranges(data), *dropped)))


def name_of(relation: dict[str, Any]) -> str:
    """The name that a node of the parser's has for a relation, quoted and as qualified as it is there."""
    return ".".join(quote_ident(relation[field]) for field in ("schemaname", "relname") if field in relation)


def _newest(name: str, events: list[Event]) -> bool:
    last = next((e for e in reversed(events) if e.name == name), None)
    return last is not None and last.is_there and last.is_new


def _events(piece: Piece, before: list[Event]) -> Iterator[Event]:
    data = tree(piece.sql)
    for name in _made(piece.node, data):
        yield Event(piece.offset, name, is_there=True, is_new=True)
    for name in _dropped(data) if piece.node == "DropStmt" else ():
        yield Event(piece.offset, name, is_there=False)
    if moved := _moved(piece.node, data):
        old, new = moved
        yield Event(piece.offset, old, is_there=False)
        yield Event(piece.offset, new, is_there=True, is_new=_newest(old, before))
    if piece.node == "AlterTableStmt":
        yield from _constraints(piece.offset, data)


def _constraints(offset: int, data: dict[str, Any]) -> Iterator[Event]:
    """Constraints that the statement drops and adds, under their table's name."""
    for command in (c["alter_table_cmd"] for c in data["cmds"]):
        added = command.get("def", {}).get("constraint", {}).get("conname", "")
        name = command["name"] if command["subtype"] == "AT_DropConstraint" else added
        if name:
            yield Event(offset, f"{name_of(data['relation'])}.{quote_ident(name)}", is_there=bool(added))


def _made(node: str, data: dict[str, Any]) -> Iterator[str]:
    if node in MAKERS:
        yield name_of(data[MAKERS[node]])
    elif node == "CreateTableAsStmt":
        yield name_of(data["into"]["rel"])
    elif node == "CreateForeignTableStmt":
        yield name_of(data["base_stmt"]["relation"])


def _dropped(data: dict[str, Any]) -> tuple[str, ...]:
    if data.get("remove_type") not in RELATIONS:
        return ()
    return tuple(".".join(quote_ident(n["string"]["sval"]) for n in o["list"]["items"]) for o in data["objects"])


def _moved(node: str, data: dict[str, Any]) -> tuple[str, str] | None:
    """A relation's name before and after."""
    if node == "RenameStmt" and data.get("rename_type") in RELATIONS:
        return name_of(data["relation"]), name_of(data["relation"] | {"relname": data["newname"]})
    if node == "AlterObjectSchemaStmt" and data.get("object_type") in RELATIONS:
        return name_of(data["relation"]), name_of(data["relation"] | {"schemaname": data["newschema"]})
    return None


def _ranges(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and "relname" in node:
        yield name_of(node)
    for inner in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from _ranges(inner)
