"""What people say of an object in a comment beside it: `-- schemactl: renamed from old_name`, `-- schemactl: using expression`.

On a line of its own a remark is about what begins after it, behind something on its line about that: a statement's object, a
column or constraint in it, an enum's value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..adapters.sql import Comment, Piece, character, comments, quote_ident, script, strings, tree
from ..errors import SchemaFileError
from ..model import Remark
from .files import SchemaFile
from .includes import sources

REMARK = re.compile(r"--[ \t]*schemactl:[ \t]*(?P<word>renamed[ \t]+from|using)[ \t]+(?P<text>\S.*?)[ \t;]*")
ANY_REMARK = re.compile(r"--[ \t]*schemactl:")

# the parser's node → the field with the name, and the kinds that it may make
RELATIONS = {
    "CreateStmt": ("relation", ("table",)),
    "CreateSeqStmt": ("sequence", ("sequence",)),
    "ViewStmt": ("view", ("view",)),
    "CompositeTypeStmt": ("typevar", ("composite_type",)),
}
LISTS = {
    "CreateFunctionStmt": ("funcname", ("function",)),
    "CreateEnumStmt": ("type_name", ("enum",)),
    "CreateDomainStmt": ("domainname", ("domain",)),
    "CreateRangeStmt": ("type_name", ("range_type",)),
    "CreateStatsStmt": ("defnames", ("statistics",)),
    "CreateConversionStmt": ("conversion_name", ("conversion",)),
    "DefineStmt": (
        "defnames",
        ("aggregate", "collation", *(f"text_search_{w}" for w in ("configuration", "dictionary", "parser", "template"))),
    ),
}
WORDS = {
    "CreateSchemaStmt": ("schemaname", ("schema",)),
    "CreatePublicationStmt": ("pubname", ("publication",)),
    "CreateForeignServerStmt": ("servername", ("foreign_server",)),
    "CreateFdwStmt": ("fdwname", ("foreign_data_wrapper",)),
    "CreateEventTrigStmt": ("trigname", ("event_trigger",)),
    "CreatePLangStmt": ("plname", ("language",)),
}
ON_RELATION = {
    "CreatePolicyStmt": ("policy_name", "table", ("policy",)),
    "CreateTrigStmt": ("trigname", "relation", ("trigger",)),
    "RuleStmt": ("rulename", "relation", ("rule",)),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a remark may be about: where it begins in the file, and what it is."""

    offset: int
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    label: str | None = None


def remarks(folder: Path) -> tuple[Remark, ...]:
    """The remarks of all schema files below the folder.

    Raises:
        UsageError, SchemaFileError: a file cannot be read, or a remark is of no known form or about nothing.
    """
    return tuple(remark for file in sources(folder) for remark in remarks_of(file))


def remarks_of(file: SchemaFile) -> tuple[Remark, ...]:
    """The remarks of one file.

    Raises:
        SchemaFileError: one is of no known form, or about nothing.
    """
    if not ANY_REMARK.search(file.text):
        return ()
    pieces = [part for part in script(file.text) if isinstance(part, Piece)]
    return tuple(_remark(file, comment, pieces) for comment in comments(file.text) if ANY_REMARK.match(comment.text))


def _remark(file: SchemaFile, comment: Comment, pieces: list[Piece]) -> Remark:
    place, found = file.place(comment.start), REMARK.fullmatch(comment.text)
    if not found:
        raise SchemaFileError(
            f"{place}: not understood: {comment.text}", hint="Write `-- schemactl: renamed from NAME` or `-- schemactl: using EXPRESSION`."
        )
    subject = _subject(file, comment, pieces)
    if subject is None:
        raise SchemaFileError(
            f"{place}: this remark is about nothing", hint="It belongs on the line above the object, or behind it on its line."
        )
    return Remark(frozenset(subject.kinds), subject.names, " ".join(found["word"].split()), found["text"], place, subject.label)


def _subject(file: SchemaFile, comment: Comment, pieces: list[Piece]) -> Subject | None:
    if comment.alone:
        later = (s for piece in pieces for s in subjects(piece) if s.offset >= comment.end)
        return next(later, None)
    line = file.text.rfind("\n", 0, comment.start) + 1
    # behind the semicolon: about the whole statement
    ended = [p for p in pieces if p.offset + len(p.sql) <= comment.start]
    if ended and line <= ended[-1].offset + len(ended[-1].sql) and not _inside(comment, pieces):
        return next(subjects(ended[-1]), None)
    earlier = [s for piece in pieces for s in subjects(piece) if s.offset < comment.start]
    return earlier[-1] if earlier else None


def _inside(comment: Comment, pieces: list[Piece]) -> bool:
    return any(p.offset < comment.start < p.offset + len(p.sql) for p in pieces)


def subjects(piece: Piece) -> Iterator[Subject]:
    """What the statement makes, itself first, then its parts in their order."""
    node, data = piece.node, tree(piece.sql)
    if node == "AlterTableStmt":
        yield from _added(piece, data)
    elif made := _made(node, data):
        yield Subject(piece.offset, *made)
        yield from _parts(piece, node, data, made[1])


def _made(node: str, data: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The kinds that the statement's object may be of, and its names."""
    if node in RELATIONS:
        return RELATIONS[node][1], _relation(data[RELATIONS[node][0]])
    if node == "CreateForeignTableStmt":
        return ("foreign_table",), _relation(data["base_stmt"]["relation"])
    if node == "CreateTableAsStmt":
        return ("materialized_view", "table"), _relation(data["into"]["rel"])
    if node in LISTS:
        return LISTS[node][1], tuple(quote_ident(n["string"]["sval"]) for n in data[LISTS[node][0]])
    if node in WORDS:
        return WORDS[node][1], (quote_ident(data[WORDS[node][0]]),)
    if node in ON_RELATION:
        name, relation, kinds = ON_RELATION[node]
        return kinds, (*_relation(data[relation]), quote_ident(data[name]))
    if node == "IndexStmt" and "idxname" in data:
        return ("index",), (*_relation(data["relation"])[:-1], quote_ident(data["idxname"]))
    return None


def _parts(piece: Piece, node: str, data: Mapping[str, Any], owner: tuple[str, ...]) -> Iterator[Subject]:
    if node == "CreateEnumStmt":
        labels = (value["string"].get("sval", "") for value in data.get("vals", ()))
        yield from (Subject(piece.offset + at, ("enum",), owner, label) for at, label in zip(strings(piece.sql), labels, strict=True))
    body = data.get("base_stmt", data)
    for element in (*body.get("table_elts", ()), *body.get("coldeflist", ())):
        yield from _element(piece, element, owner)


def _element(piece: Piece, element: Mapping[str, Any], owner: tuple[str, ...]) -> Iterator[Subject]:
    """A column or a named constraint, with its constraints."""
    if column := element.get("column_def"):
        yield Subject(_place(piece, column), ("column", "view_column"), (*owner, quote_ident(column["colname"])))
    elif (constraint := element.get("constraint")) and "conname" in constraint:
        yield Subject(_place(piece, constraint), ("constraint",), (*owner, quote_ident(constraint["conname"])))


def _added(piece: Piece, data: Mapping[str, Any]) -> Iterator[Subject]:
    """What an ALTER TABLE adds: a remark above the statement is about that."""
    for number, command in enumerate(data.get("cmds", ())):
        for subject in _element(piece, command["alter_table_cmd"].get("def", {}), _relation(data["relation"])):
            yield Subject(subject.offset if number else piece.offset, subject.kinds, subject.names)


def _place(piece: Piece, node: Mapping[str, Any]) -> int:
    return piece.offset + character(piece.sql, node.get("location", 0))


def _relation(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(quote_ident(node[field]) for field in ("schemaname", "relname") if field in node)
