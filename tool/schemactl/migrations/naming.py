"""A name for a migration, out of what it changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 50
VERBS = {"+": "add", "-": "drop", "~": "change", ">": "rename"}
RELATIONS = frozenset({"table", "view", "materialized_view", "foreign_table"})
PARTS = frozenset({"column", "default", "constraint", "view_column"})
SAID = frozenset({"owner", "grant", "comment"})
# come along with an object, or are said of one: they name the change only where nothing else changes
MINOR = SAID | PARTS - {"column"} | {"index", "sequence", "sequence_owner", "partition"}
NAME = re.compile(r'"((?:[^"]|"")*)"|([^\s."(]+)')
LAST_NAME = re.compile(r'\.(?:"(?:[^"]|"")*"|[^."]*)$')
QUALIFIED = re.compile(r'(?:"(?:[^"]|"")*"|[^\s"]+?)\.\S+')
ON_RELATION = re.compile(r" on (?P<relation>\S.*)$")


def slug(text: str) -> str:
    """Small letters, digits and single underscores, at most fifty characters; `change` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].rstrip("_") or "change"


def name_for(lines: Sequence[str]) -> str:
    """A name from lines of `Difference.lines()`.

    `+ column public.orders.notes` → `add_orders_notes`; several changes of one table → `change_orders`; of several objects →
    `add_orders_and_2_more`.
    """
    changes = _naming([_Change.read(line) for line in lines])
    if not changes:
        return "change"
    if len(changes) == 1:
        return slug(f"{VERBS[changes[0].sign]}_{changes[0].words}")
    subjects = list(dict.fromkeys(c.subject for c in changes))
    if len(subjects) == 1:
        return slug(f"change_{_words(subjects[0])}")
    signs = {c.sign for c in changes}
    return _with_more(f"{VERBS[signs.pop()] if len(signs) == 1 else 'change'}_{_words(subjects[0])}", len(subjects) - 1)


@dataclass(frozen=True, slots=True)
class _Change:
    """A line of a difference."""

    sign: str
    kind: str
    identity: str

    @classmethod
    def read(cls, line: str) -> _Change:
        kind, _, identity = line[2:].partition(" ")
        # a changed fact's line ends in the attributes that differ
        if line[0] != "~":
            return cls(line[0], kind, identity)
        identity, _, how = identity.rpartition(" (")
        return cls(">" if how.startswith("renamed from ") else "~", kind, identity)

    @property
    def subject(self) -> str:
        """The relation that the object is a part of, else the object."""
        if found := ON_RELATION.search(self.identity):
            return found["relation"]
        return LAST_NAME.sub("", self.identity) if self.kind in PARTS else self.identity

    @property
    def words(self) -> str:
        """The object without its schema; of what is on a relation, or said of an object, that one and the kind."""
        if ON_RELATION.search(self.identity):
            return f"{_words(self.subject)}_{self.kind}"
        if self.kind in SAID:
            found = QUALIFIED.search(self.identity)
            return f"{_words(found[0] if found else self.identity)}_{self.kind}"
        return _words(self.identity)


def _naming(changes: Sequence[_Change]) -> Sequence[_Change]:
    """The changes that name the migration: not the parts of what comes or goes as a whole, not the minor ones beside others."""
    whole = {(c.sign, c.identity) for c in changes if c.kind in RELATIONS}
    tops = [c for c in changes if c.kind in RELATIONS or (c.sign, c.subject) not in whole]
    return [c for c in tops if c.kind not in MINOR] or tops


def _words(identity: str) -> str:
    """`orders_notes` for `public.orders.notes`; a function without its arguments."""
    path = identity.split("(", 1)[0] if not identity.startswith('"') else identity
    names = [quoted or plain for quoted, plain in NAME.findall(path)]
    return "_".join(names[1:] or names)


def _with_more(name: str, count: int) -> str:
    more = f"_and_{count}_more"
    return slug(name)[: LONGEST - len(more)].rstrip("_") + more
