"""The door to postgast (libpg_query), PostgreSQL's own scanner and parser: SQL text → quoted names, statements, one style."""

from .comments import Comment, character, closing, comments, strings
from .masked import masked
from .names import last_name, names
from .parser import SqlSyntaxError, called_functions, created_roles, statement_class, tree
from .psql import Meta, metas, script
from .quoting import quote_ident, quote_literal
from .restyle import restyle
from .split import Piece, split

__all__ = [
    "Comment",
    "Meta",
    "Piece",
    "SqlSyntaxError",
    "called_functions",
    "character",
    "closing",
    "comments",
    "created_roles",
    "last_name",
    "masked",
    "metas",
    "names",
    "quote_ident",
    "quote_literal",
    "restyle",
    "script",
    "split",
    "statement_class",
    "strings",
    "tree",
]
