"""The nouns, frozen: facts and the catalog they make, statements and the changes they carry out, migrations and verdicts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

Address = tuple[int, int, int]
"""Where PostgreSQL keeps an object: (classid, objid, objsubid), as in pg_depend. Valid inside one database only."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What names a fact in every database alike. `identity` is quoted and qualified as PostgreSQL would print it."""

    kind: str
    identity: str

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"

    @property
    def path(self) -> tuple[str, ...]:
        """The names in the identity, quoted as they stand there, the object's own last.

        `app.f(integer)` → (app, f), `p on app.t` → (app, t, p).
        """
        if found := ON_RELATION.fullmatch(self.identity):
            return (*NAME.findall(found["relation"]), found["own"])
        return tuple(NAME.findall(self.identity.removesuffix(_arguments(self.identity))))

    def called(self, path: Sequence[str]) -> Key:
        """The object whose names are these, as many as in `path`, its arguments the same: `app.f(integer)` → `app.g(integer)`."""
        if ON_RELATION.fullmatch(self.identity):
            return Key(self.kind, f"{path[-1]} on {'.'.join(path[:-1])}")
        return Key(self.kind, ".".join(path) + _arguments(self.identity))


NAME = re.compile(r'"(?:[^"]|"")*"|[^\s."()]+')
ON_RELATION = re.compile(rf"(?P<own>{NAME.pattern}) on (?P<relation>\S.*)")
SIGNATURE = re.compile(rf"(?:{NAME.pattern})(?:\.(?:{NAME.pattern}))*(?P<arguments>\(.*\))")


def _arguments(identity: str) -> str:
    found = SIGNATURE.fullmatch(identity)
    return found["arguments"] if found else ""


@dataclass(frozen=True, slots=True)
class Rename:
    """That an object of the start is one of the goal. With `label` the object keeps its name, and an unnamed part of it has another."""

    old: Key
    new: Key
    label: tuple[str, str] | None = None

    def back(self) -> Rename:
        return Rename(self.new, self.old, self.label and self.label[::-1])

    def undone(self, key: Key) -> Key:
        """The key of this object, or of one inside it, as it was before."""
        inner = self.new.path
        is_inside = key.path[: len(inner)] == inner and (len(key.path) > len(inner) or key == self.new)
        return key.called((*self.old.path, *key.path[len(inner) :])) if is_inside and not self.label else key

    def __str__(self) -> str:
        if self.label:
            return f"~ {self.new} (value {self.label[0]} renamed to {self.label[1]})"
        return f"~ {self.new} (renamed from {self.old.identity})"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person says of an object beside its definition: `-- schemactl: renamed from old_name`.

    `names` are the last names of the object's path, or all of them; `kinds` those that it may be of; `word` is `renamed from` or
    `using`. `label` is the part that is meant where it has no key, an enum's value.
    """

    kinds: frozenset[str]
    names: tuple[str, ...]
    word: str
    text: str
    place: str
    label: str | None = None

    def may_mean(self, key: Key) -> bool:
        return key.kind in self.kinds and key.path[-len(self.names) :] == self.names


@dataclass(frozen=True, slots=True)
class RowCheck:
    """That a change fails on certain rows of the start state, or loses them; `why` in a few words.

    `query` counts them under the names that the start state has; it is empty where no query can tell.
    """

    key: Key
    why: str
    query: str


class Verb(Enum):
    """What a change does to its object."""

    CREATE = "+"
    ALTER = "~"
    DROP = "-"


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL command without its semicolon, and the key of the object that it changes."""

    sql: str
    key: Key
    verb: Verb

    def __str__(self) -> str:
        return self.sql + ";"


Form = tuple[Statement, ...]
"""Statements that stand or fall together."""


@dataclass(frozen=True, slots=True)
class Change:
    """One wanted step. `forms` are the ways to take it, the best first; PostgreSQL decides which of them is possible.

    `covers` are the keys that the step creates or removes beside its own, so that nobody proposes them again.
    `rewords` says that it alone changes the text of what depends on its object: that is looked at again before anything else is done.
    `needs_commit` says that what the first form makes can be used only after a commit (a value added to an enum).
    """

    key: Key
    verb: Verb
    forms: tuple[Form, ...]
    covers: frozenset[Key] = frozenset()
    needs_commit: bool = False
    rewords: bool = False

    @classmethod
    def of(cls, key: Key, verb: Verb, *forms: str | Sequence[str], covers: Iterable[Key] = ()) -> Change:
        """A change from SQL text: a form is one statement or several; a form without statements is left out."""
        texts = [(f,) if isinstance(f, str) else tuple(f) for f in forms]
        return cls(key, verb, tuple(tuple(Statement(t, key, verb) for t in f) for f in texts if f), frozenset(covers))


@dataclass(frozen=True, slots=True)
class Access:
    """That a role may do something with an object. `by_default`: PostgreSQL gives it with every new object of its type.

    `condition`: which rows it is about; of a new object it is not said.
    """

    role: str
    what: str
    object: Key
    by_default: bool = False
    condition: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.condition}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing the catalog says. A kind's dataclass adds its attributes, which are the column aliases of its `.sql`.

    Compared by value over the attributes, `identity` and `parent`; `address` belongs to one database and does not count.
    A field with `metadata={"reported": True}` is read and shown, never compared (a column's position).
    """

    KIND: ClassVar[str]
    HOLDS_DATA: ClassVar[bool] = False
    """Dropped late, and never merely because something else must change."""
    CHEAP: ClassVar[bool] = False
    """Costs nothing to drop and create again: no rows, no index to build."""
    TAKES_PARTS_ALONG: ClassVar[bool] = True
    """Dropping it drops its children; where not, only what is merely said of it goes."""
    SAID_OF: ClassVar[bool] = False
    """No object of its own but something said of one: an owner, a grant, a comment."""
    OF_CLUSTER: ClassVar[bool] = False
    """Belongs to the server, not to one of its databases."""
    FOR_SUPERUSERS: ClassVar[bool] = False
    """Its catalog is closed to other roles: for them it is not read, and its objects are named as unread."""
    READ_FROM: ClassVar[str] = ""
    """Declared data: the table whose rows these are, schema and name; compared where the settings say so and the table is there."""
    BORN_WITH: ClassVar[bool] = False
    MADE_BY_USE: ClassVar[bool] = False
    """Whether code in the database makes such things as it runs: what they are parts of may be there without a migration."""
    """A new object has some of these by itself: what else is wanted is seen once it is there."""

    identity: str
    address: Address = field(compare=False, repr=False)
    parent: Key | None = None

    @cached_property
    def key(self) -> Key:
        return Key(self.KIND, self.identity)

    def create(self, goal: Catalog) -> Change | None:
        """The change that makes this fact true where nothing of its key exists; None where another fact's change brings it.

        `goal` is the catalog that the fact is part of.
        """
        raise NotImplementedError

    def create_from(self, start: Catalog, goal: Catalog) -> Change | None:
        """The same where it matters what there is: rows that must make room."""
        return self.create(goal)

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        """The change that removes this fact; `start` is the catalog that it is part of, `goal` what is wanted in the end."""
        raise NotImplementedError

    def alter(self, goal: Any, start: Catalog, target: Catalog) -> Change | None:
        """The change that turns this fact into `goal` and keeps its data; None where it must be dropped and created."""
        return None

    @property
    def effort(self) -> int:
        """What putting it back costs: 0 nothing, 1 a query that runs again, 2 rows that are checked again, 3 all else."""
        return 0 if self.CHEAP else 3

    def make_way(self, changing: Key, start: Catalog, goal: Catalog) -> Change | None:
        """The change that lets go of what is about to change, DROP or a lesser ALTER; None where nothing of it would be in the way."""
        return None if self.HOLDS_DATA else self.drop(start, goal)

    @classmethod
    def joined(cls, facts: Sequence[Any]) -> tuple[str, ...]:
        """Statements that do at once what each fact's `create` does by itself; none where each is better alone."""
        return ()

    def repair(self) -> tuple[str, ...]:
        """Statements that make the object work which is there as wanted and does not; none for an object that is well."""
        return ()

    def rename(self, goal: Any) -> tuple[str, ...]:
        """Statements that give the object the name and the schema of `goal`; none where PostgreSQL has no way."""
        return ()

    def relabelled(self, goal: Any) -> tuple[tuple[str, str], ...]:
        """Parts without a key, (old, new), that look as if they had got another name."""
        return ()

    def resembles(self, other: Any, start: Catalog, goal: Catalog) -> bool:
        """Whether `other`, new in the goal, looks as if it were this one, which is gone there, and something would be lost if it is not."""
        return False

    def leaders(self, catalog: Catalog) -> tuple[Key, ...]:
        """Keys whose change may bring this fact's: a partition's column follows its parent's."""
        return ()

    def row_checks(self, before: Any, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        """Which rows of the start state keep this fact from becoming true; `before` is the start's fact, None where there is none."""
        return ()

    def rows_lost(self, start: Catalog) -> str:
        """A query that counts what goes with it, empty where it holds nothing."""
        return ""

    @property
    def probe(self) -> str:
        """A query that PostgreSQL refuses if the object, though it is there, cannot work; empty where nobody can tell."""
        return ""

    @property
    def access(self) -> tuple[Access, ...]:
        """What it lets roles do, the owner aside."""
        return ()

    @property
    def body(self) -> str:
        """Code that PostgreSQL keeps as text: what it names is in no pg_depend."""
        return ""

    def is_signed(self, excluded: Collection[str]) -> bool:
        """Whether fingerprints look at it, where these schemas are somebody else's: a platform brings its own extensions up to date."""
        return True

    def compared(self) -> dict[str, Any]:
        """Attribute name → value of everything that equality looks at."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.compare}

    def digested(self) -> str:
        """The text that fingerprints are made of: what is absent is left out, so that a release that reads more sees the same."""
        said = {name: value for name, value in self.compared().items() if not (value is None or value is False or value in ("", ()))}
        return json.dumps([str(self.key), said], sort_keys=True, default=str)


FactT = TypeVar("FactT", bound=Fact)


class Catalog(Mapping[Key, Fact]):
    """A set of facts by key, with the dependencies between them: `edges[a]` are the keys that `a` needs.

    `excluded`: quoted names of schemas that are somebody else's.
    """

    def __init__(
        self,
        facts: Iterable[Fact],
        edges: Mapping[Key, frozenset[Key]] | None = None,
        unmodeled: tuple[str, ...] = (),
        major: int = 0,
        excluded: frozenset[str] = frozenset(),
    ) -> None:
        self._facts = {f.key: f for f in facts}
        self.excluded = excluded
        self.edges: Mapping[Key, frozenset[Key]] = edges or {}
        self.unmodeled = unmodeled
        self.major = major
        self.renames: tuple[Rename, ...] = ()
        self.denied: tuple[Rename, ...] = ()
        self.using: Mapping[Key, str] = {}

    def was(self, key: Key) -> Key:
        """The key before the renames that led to these facts."""
        for rename in reversed(self.renames):
            key = rename.undone(key)
        return key

    def saying(self, renames: Iterable[Rename], denied: Iterable[Rename] = (), using: Mapping[Key, str] | None = None) -> Catalog:
        """The same facts as a goal of which a person said more: what was renamed, what was not, and how columns get their new type."""
        said = Catalog(self._facts.values(), self.edges, self.unmodeled, self.major, self.excluded)
        said.renames, said.denied, said.using = tuple(renames), tuple(denied), using or {}
        return said

    def without(self, keys: Collection[Key]) -> Catalog:
        """The same, those objects and all that is inside them left out."""
        gone = {*keys, *self.inside(keys)}
        edges = {k: needed - gone for k, needed in self.edges.items() if k not in gone}
        return Catalog((f for k, f in self._facts.items() if k not in gone), edges, self.unmodeled, self.major, self.excluded)

    def undeclared(self, goal: Catalog) -> frozenset[Key]:
        """Declared data that the goal says nothing of: nobody removes it."""
        return frozenset(key for key, fact in self._facts.items() if fact.READ_FROM and key not in goal)

    def made_by_use(self, known: Collection[str]) -> frozenset[Key]:
        """What code in the database has made: objects that are not among the known names, each as `kind identity`."""
        parts = (f.parent for f in self._facts.values() if f.MADE_BY_USE)
        return frozenset(whole for whole in parts if whole is not None and str(whole) not in known)

    def __getitem__(self, key: Key) -> Fact:
        return self._facts[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @cached_property
    def children(self) -> Mapping[Key, tuple[Fact, ...]]:
        """Parent key → its facts, in reading order."""
        out: dict[Key, list[Fact]] = {}
        for fact in self._facts.values():
            if fact.parent is not None:
                out.setdefault(fact.parent, []).append(fact)
        return {k: tuple(v) for k, v in out.items()}

    def whole(self, key: Key) -> Key | None:
        """The object that this fact is a part of, comes with and goes with; None for an object that stands alone."""
        fact = self._facts[key]
        if fact.parent is None or fact.parent not in self._facts:
            return None
        return fact.parent if self._facts[fact.parent].TAKES_PARTS_ALONG or fact.SAID_OF else None

    def inside(self, keys: Iterable[Key]) -> set[Key]:
        """The keys themselves and everything that hangs on them."""
        out = set(keys)
        todo = list(out)
        while todo:
            for child in self.children.get(todo.pop(), ()):
                if child.key not in out:
                    out.add(child.key)
                    todo.append(child.key)
        return out

    @cached_property
    def dependents(self) -> Mapping[Key, frozenset[Key]]:
        """Key → the keys that need it directly."""
        out: dict[Key, set[Key]] = {}
        for key, needed in self.edges.items():
            for n in needed:
                out.setdefault(n, set()).add(key)
        return {k: frozenset(v) for k, v in out.items()}

    def of(self, key: Key, kind: type[FactT]) -> tuple[FactT, ...]:
        """The children of `key` that are of one kind."""
        return tuple(f for f in self.children.get(key, ()) if isinstance(f, kind))

    def signed(self) -> set[Key]:
        """The keys of what fingerprints look at."""
        others = {k for k, f in self._facts.items() if not f.is_signed(self.excluded)}
        return self._facts.keys() - others - self.inside(others)

    @cached_property
    def fingerprint(self) -> str:
        """`fp:` and 16 hexadecimal digits over all facts: equal fingerprints mean an equal schema, whatever way it came about."""
        digest = hashlib.sha256()
        for key in sorted(self.signed()):
            digest.update(self._facts[key].digested().encode())
        return "fp:" + digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Difference:
    """What separates two catalogs, by key: to create, to drop, and pairs (start, goal) that differ."""

    missing: tuple[Fact, ...]
    extra: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.changed)

    def lines(self) -> tuple[str, ...]:
        """One line a fact, for people: `+ column public.orders.notes`, `~ policy … (using)`."""
        return _lines(self.missing, self.extra, self.changed)

    def headlines(self, start: Catalog, goal: Catalog) -> tuple[str, ...]:
        """The same without what comes or goes with its object: a new table is one line, not one a column."""
        new, old = {f.key for f in self.missing}, {f.key for f in self.extra}
        missing = [f for f in self.missing if goal.whole(f.key) not in new]
        extra = [f for f in self.extra if start.whole(f.key) not in old]
        return _lines(missing, extra, self.changed)


def _lines(missing: Iterable[Fact], extra: Iterable[Fact], changed: Iterable[tuple[Fact, Fact]]) -> tuple[str, ...]:
    out = [f"+ {f.key}" for f in missing] + [f"- {f.key}" for f in extra]
    for a, b in changed:
        x, y = a.compared(), b.compared()
        out.append(f"~ {a.key} ({', '.join(n for n in x if x[n] != y[n])})")
    return tuple(sorted(out, key=lambda line: line[2:]))


@dataclass(frozen=True, slots=True)
class Step:
    """Statements that one migration file holds: one transaction, or statements that cannot run in one."""

    statements: tuple[Statement, ...]
    transactional: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """How to get from one state to another and back: one UP step a file, each with the DOWN that undoes it.

    `start` are the facts of the one state under the names of the other, as `renames` led there.
    """

    up: tuple[Step, ...]
    down: tuple[Step, ...]
    start: Catalog
    renames: tuple[Rename, ...] = ()


class Cost(StrEnum):
    """What a statement costs a server, in the ways that statements are ordered by."""

    total = "total"
    mean = "mean"
    io = "io"
    rows = "rows"
    calls = "calls"
    temp = "temp"
    wal = "wal"


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration file, parsed. `up` and `down` are SQL scripts as the file has them (DOWN without its comment marks).

    `version` is the file's stem (`004_add_order_notes`). `parent` is the previous file's version and checksum, None for number 0.
    `proved` is the header's sentence, empty while unproved; `proved_checksum` is the checksum of the body that it speaks of.
    `notes` are further header lines as (label, text), in order: changes, locks, hazards …
    `first_lines` are the lines of the file, from 1, at which UP and DOWN begin; zeros where the migration comes from no file.
    """

    version: str
    up: str
    down: str
    from_fingerprint: str
    to_fingerprint: str
    parent: tuple[str, str] | None = None
    proved: str = ""
    proved_checksum: str = ""
    transactional: bool = True
    notes: tuple[tuple[str, str], ...] = ()
    first_lines: tuple[int, int] = field(default=(0, 0), compare=False, repr=False)

    @property
    def number(self) -> int:
        return int(self.version.split("_", 1)[0])

    @property
    def checksum(self) -> str:
        """`sha256:` and 64 hexadecimal digits over the body (UP, DOWN and the transaction mode), not the header's words.

        Line ends, blanks before them and blank ends do not count: editors and git change them.
        """
        body = json.dumps([_plain(self.up), _plain(self.down), self.transactional])
        return "sha256:" + hashlib.sha256(body.encode()).hexdigest()

    @property
    def is_proved(self) -> bool:
        return bool(self.proved) and self.proved_checksum == self.checksum


def _plain(script: str) -> str:
    """The script without what an editor may change by itself."""
    return "\n".join(line.rstrip() for line in script.replace("\r\n", "\n").split("\n")).strip()
