"""Columns of tables and foreign tables, and every ALTER COLUMN that keeps their values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..model import Catalog, Change, Fact, Key, RowCheck, Verb
from . import counter, not_null
from .casting import conversions
from .converting import impossible
from .default import Default
from .offending import Rows
from .partition import Partition
from .retype import written_away
from .sequence import Sequence
from .text import fdw_option_changes, fdw_options, ordered_option_changes

IDENTITY = {"a": "always", "d": "by default"}
GENERATED = {"s": "stored", "v": "virtual"}
NEW = "new, not null and without a default"
STORAGE = {"p": "plain", "e": "external", "x": "extended", "m": "main"}
COMPRESSION = {"p": "pglz", "l": "lz4"}


@dataclass(frozen=True, kw_only=True)
class Column(Fact):
    KIND = "column"
    HOLDS_DATA = True

    table: str
    name: str
    position: int = field(compare=False)
    type: str
    collation: str | None
    not_null: bool
    not_null_name: str | None
    not_null_constraint: str | None = field(compare=False)
    not_null_valid: bool
    not_null_alone: bool
    identity_mode: str
    generated: str
    generated_as: str | None
    inherited: bool
    local: bool
    storage: str | None
    type_storage: str = field(compare=False)
    compression: str
    statistics: int | None
    options: tuple[str, ...] | None
    fdw_options: tuple[str, ...] | None

    def clause(self, goal: Catalog) -> str:
        """The column as `create table` and `add column` take it."""
        default = next(iter(goal.of(self.key, Default)), None)
        return " ".join(
            part
            for part in (
                self.name,
                self.type,
                fdw_options(self.fdw_options).strip(),
                f"compression {COMPRESSION[self.compression]}" if self.compression else "",
                f"collate {self.collation}" if self.collation else "",
                f"generated always as ({self.generated_as}) {GENERATED[self.generated]}" if self.generated else "",
                self._not_null_clause(goal) if self.not_null else "",
                f"default {default.expression}" if default else "",
                self._identity_clause(goal) if self._counts(goal) else "",
            )
            if part
        )

    def create(self, goal: Catalog) -> Change | None:
        if self.inherited and not self.local:
            return None
        return self._add(goal)

    def create_from(self, start: Catalog, goal: Catalog) -> Change | None:
        partition = next(iter(goal.of(self.parent, Partition)), None) if self.parent and self.parent in start else None
        # a table that is to become a partition must have the columns first
        return self._add(goal) if partition and partition.key not in start else self.create(goal)

    def drop(self, start: Catalog, goal: Catalog) -> Change | None:
        if self.inherited and not self.local:
            return None
        # a child table that keeps the column must not lose it with its parent's
        children = list(self._children(start))
        if any(k in goal for k in children):
            return self._drop("only ")
        return replace(self._drop(), covers=frozenset(self._followers(start)))

    def rename(self, goal: Column) -> tuple[str, ...]:
        return (f"alter table {self.table} rename column {self.name} to {goal.name}",) if self.local else ()

    def resembles(self, other: Column, start: Catalog, goal: Catalog) -> bool:
        """A column of the same table and type, neither computed nor inherited."""
        mine, theirs = (c.generated or not c.local for c in (self, other))
        return self.parent == other.parent and not (mine or theirs) and (self.type, self.collation) == (other.type, other.collation)

    def row_checks(self, before: Column | None, start: Catalog, goal: Catalog) -> tuple[RowCheck, ...]:
        rows = Rows(start, goal)
        if self.inherited and not self.local:
            return ()
        if before is None:
            query = "" if self._fills_itself(goal) else rows.of(self.parent, ())
            return (RowCheck(self.key, NEW, f"select count(*) from {query}"),) if query and self.not_null else ()
        return tuple(self._null_check(before, rows)) + tuple(self._type_check(before, rows))

    def rows_lost(self, start: Catalog) -> str:
        was = start.was(self.key)
        table = start.was(self.parent) if self.parent else was
        return "" if self.generated else f"select count({was.path[-1]}) from {table.identity}"

    def make_way(self, changing: Key, start: Catalog, goal: Catalog) -> Change | None:
        """A generated column lets go of what its expression reads; its values are derived ones, and it has its place in the table again.

        Another expression for a column keeps the column since PostgreSQL 17.
        """
        if not self.generated or (self.inherited and not self.local):
            return None
        if changing.kind != self.KIND:
            return self._drop()
        nothing = f"{self._alter_column()} set expression as (null::{self.type})"
        return Change.of(self.key, Verb.ALTER, nothing, f"{self._alter_table()} drop column {self.name}")

    def alter(self, goal: Column, start: Catalog, target: Catalog) -> Change | None:
        if goal.generated and self.generated != goal.generated:
            return None  # no ALTER makes a plain column a generated one, or stores what is computed when read
        if self.generated == "v" and not goal.generated:
            casts = conversions(self.name, self.type, goal.type, start, target)
            return Change.of(self.key, Verb.ALTER, *(self._kept_from_now_on(goal, cast) for cast in casts))
        retyped = (self.type, self.collation) != (goal.type, goal.collation)
        if self.local and goal.inherited and not goal.local and not retyped:
            # a constraint's name is its own until it is inherited
            renamed = list(not_null.renamed(self, goal))
            return Change.of(self.key, Verb.ALTER, renamed) if renamed else self._table_anew(start, target)
        if self._waits(start, target):
            return Change.of(self.key, Verb.ALTER)
        before, after = self._before_type(goal, start, target), self._after_type(goal, start, target)
        covers = [*self._followers(start), *(counter.handed_over(self.key, start, target) if self._counts_otherwise(goal) else ())]
        # up to PostgreSQL 16 another expression means another column; its values are derived ones
        again = [*(s.sql for s in self._drop().forms[0]), *(s.sql for s in goal._add(target).forms[0])]
        derived = goal.generated and self.generated_as != goal.generated_as
        if retyped:
            away, back, users = written_away(self.parent, start) if self.parent else ([], [], [])
            types = [[*before, *change, *after] for change in self._type_forms(goal, start, target)]
            around = [[*away, *form, *back] for form in types] if users else []
            return Change.of(self.key, Verb.ALTER, *types, *around, again if derived else (), covers=[*covers, *users])
        named_anew = [*before, *not_null.again(self, goal)]
        return Change.of(self.key, Verb.ALTER, [*before, *after], again if derived else (), named_anew, covers=covers)

    def leaders(self, catalog: Catalog) -> tuple[Key, ...]:
        return parents_columns(self, catalog) if self.inherited else ()

    def _fills_itself(self, goal: Catalog) -> bool:
        domain = goal.get(Key("domain", self.type))
        return bool(goal.of(self.key, Default) or self.identity_mode or self.generated or getattr(domain, "default", None))

    def _null_check(self, before: Column, rows: Rows) -> Iterable[RowCheck]:
        had, has = before.not_null and before.not_null_valid, self.not_null and self.not_null_valid
        if has and not had:
            yield RowCheck(self.key, "not null", rows.count(rows.of(self.parent, [self.key], typed=False), f"{self.name} is null"))

    def _type_check(self, before: Column, rows: Rows) -> Iterable[RowCheck]:
        if before.type == self.type or self.generated or self.key in rows.goal.using:
            return
        condition = impossible(self.name, before.type, self.type, rows.start, rows.goal)
        if condition is not None:
            query = rows.count(rows.of(self.parent, [self.key], typed=False), condition) if condition else ""
            yield RowCheck(self.key, f"type {before.type} to {self.type}", query)

    def _children(self, catalog: Catalog) -> Iterable[Key]:
        """The same column of tables that inherit from this one's (partitions excepted, which have all columns of their parent)."""
        for key in catalog.dependents.get(self.parent, ()) if self.parent else ():
            if self.table in (getattr(catalog[key], "inherits", None) or ()):
                yield Key(self.KIND, f"{key.identity}.{self.name}")

    def _followers(self, catalog: Catalog) -> Iterable[Key]:
        """The columns of partitions and children, and theirs, that change along with this one."""
        for table in sorted(catalog.dependents.get(self.parent, ())) if self.parent else ():
            column = catalog.get(Key(self.KIND, f"{table.identity}.{self.name}"))
            if isinstance(column, Column) and self.key in column.leaders(catalog):
                yield column.key
                yield from column._followers(catalog)

    def _counts_otherwise(self, goal: Column) -> bool:
        return bool(self.identity_mode) != bool(goal.identity_mode)

    def _waits(self, start: Catalog, target: Catalog) -> bool:
        """Whether a column that this one is generated from gets its type first, for which this one lets go of it anyway."""
        read = [(start[k], target.get(k)) for k in start.edges.get(self.key, ()) if self.generated]
        return any(isinstance(a, Column) and isinstance(b, Column) and a.type != b.type for a, b in read)

    def _add(self, goal: Catalog) -> Change:
        covers = [f.key for f in goal.children.get(self.key, ()) if f.KIND in ("default", "sequence")]
        add = f"{self._alter_table()} add column {self.clause(goal)}"
        return Change.of(self.key, Verb.CREATE, [add, *self._settings(None)], covers=covers)

    def _drop(self, only: str = "") -> Change:
        return Change.of(self.key, Verb.DROP, f"alter table {only}{self.table} drop column {self.name}")

    def _counts(self, catalog: Catalog) -> bool:
        """Whether the column has an identity of its own: since PostgreSQL 17 a partition's is its parent's."""
        return bool(self.identity_mode) and bool(catalog.of(self.key, Sequence))

    def _not_null_clause(self, goal: Catalog) -> str:
        text = not_null.clause(self)
        return "" if self._counts(goal) and text == "not null" else text

    def _alter_table(self) -> str:
        return f"alter table {self.table}"

    def _alter_column(self) -> str:
        return f"{self._alter_table()} alter column {self.name}"

    def _type_forms(self, goal: Column, start: Catalog, target: Catalog) -> Iterable[list[str]]:
        """Ways to change the type, each also with the default set aside."""
        collate = f" collate {goal.collation}" if goal.collation else ""
        change = f"{self._alter_column()} type {goal.type}{collate}"
        generated = self.generated and goal.generated
        stated = [f" using {target.using[goal.key]}"] if goal.key in target.using else []
        casts = [""] if generated else stated or list(conversions(self.name, self.type, goal.type, start, target))
        default = next(iter(target.of(self.key, Default)), None) if start.of(self.key, Default) else None
        back = [f"{self._alter_column()} set default {default.expression}"] if default else []
        yield from ([change + cast] for cast in casts)
        yield from ([f"{self._alter_column()} drop default", change + cast, *back] for cast in casts)

    def _before_type(self, goal: Column, start: Catalog, target: Catalog) -> list[str]:
        """What the column stops being: the type that it gets may not allow it."""
        inheritance = [*self._inheritance(goal, start)]
        if self.generated and not goal.generated:
            return [*inheritance, f"{self._alter_column()} drop expression"]
        if self.identity_mode and not goal.identity_mode:
            return [*inheritance, *counter.to_sequence(self.key, start, target), f"{self._alter_column()} drop identity"]
        return inheritance

    def _after_type(self, goal: Column, start: Catalog, target: Catalog) -> list[str]:
        return [*self._expression(goal), *self._identity(goal, start, target), *self._not_null(goal), *goal._settings(self)]

    def _inheritance(self, goal: Column, start: Catalog) -> Iterable[str]:
        """A column that comes from a parent becomes one of the table's own too when the table leaves its parents and comes back."""
        if goal.local and goal.inherited and self.inherited and not self.local:
            for parent in getattr(start.get(self.parent), "inherits", None) or () if self.parent else ():
                yield f"{self._alter_table()} no inherit {parent}"
                yield f"{self._alter_table()} inherit {parent}"

    def _table_anew(self, start: Catalog, target: Catalog) -> Change | None:
        """No ALTER makes a column merely inherited that is the table's own as well: the table is made anew, with its rows."""
        before, after = (catalog.get(self.parent) if self.parent else None for catalog in (start, target))
        parents = getattr(after, "inherits", None)
        comes = parents and set(getattr(before, "inherits", None) or ()) == set(parents)
        anew = getattr(before, "anew", None)
        return anew(after, start, target) if anew and comes else Change.of(self.key, Verb.ALTER)

    def _expression(self, goal: Column) -> Iterable[str]:
        if self.generated and goal.generated and self.generated_as != goal.generated_as:
            # since PostgreSQL 17; before that the column is dropped and created, its values being derived ones
            yield f"{self._alter_column()} set expression as ({goal.generated_as})"

    def _kept_from_now_on(self, goal: Column, conversion: str) -> list[str]:
        """DROP EXPRESSION is for stored columns only: the values of a virtual one go to a column that takes its place."""
        passing = f'{self.name[:-1]}__kept"' if self.name.endswith('"') else f"{self.name}__kept"
        collate = f" collate {goal.collation}" if goal.collation else ""
        return [
            f"{self._alter_table()} add column {passing} {goal.type}{collate}",
            f"update {self.table} set {passing} = {conversion.removeprefix(' using ') or self.name}",
            f"{self._alter_table()} drop column {self.name}",
            f"{self._alter_table()} rename column {passing} to {self.name}",
        ]

    def _identity(self, goal: Column, start: Catalog, target: Catalog) -> Iterable[str]:
        if self.identity_mode == goal.identity_mode or not goal.identity_mode:
            return
        if self.identity_mode:
            yield f"{self._alter_column()} set generated {IDENTITY[goal.identity_mode]}"
        else:
            if not self.not_null:
                yield f"{self._alter_column()} set not null"
            add = f"{self._alter_column()} add {goal._identity_clause(target)}"
            handed = list(counter.from_sequence(self.key, add, start, target))
            yield from handed or (add, *counter.from_values(self.table, self.name, self.key, target))

    def _not_null(self, goal: Column) -> Iterable[str]:
        if self.not_null == goal.not_null or not goal.identity_mode or self.identity_mode:
            yield from not_null.changes(self, goal)

    def _identity_clause(self, goal: Catalog) -> str:
        sequence = next(iter(goal.of(self.key, Sequence)), None)
        options = sequence.identity_options(self) if sequence else ""
        return f"generated {IDENTITY[self.identity_mode]} as identity{options}"

    def _settings(self, before: Column | None) -> Iterable[str]:
        """Storage, compression, statistics target and attribute options, as far as they differ from those of `before`."""
        if self.storage != (before.storage if before else None):
            yield f"{self._alter_column()} set storage {STORAGE[self.storage or self.type_storage]}"
        if before and self.compression != before.compression:
            yield f"{self._alter_column()} set compression {COMPRESSION.get(self.compression, 'default')}"
        if self.statistics != (before.statistics if before else None):
            yield f"{self._alter_column()} set statistics {-1 if self.statistics is None else self.statistics}"
        for change in ordered_option_changes(before.options if before else None, self.options):
            yield f"{self._alter_column()} {change}"
        if before and self.fdw_options != before.fdw_options:
            yield f"{self._alter_column()}{fdw_option_changes(before.fdw_options, self.fdw_options)}"


def parents_columns(column: Column, catalog: Catalog) -> tuple[Key, ...]:
    """The columns of the parents (partitioned table or inherited tables) that this one follows."""
    tables = [fact.of_table for fact in catalog.children.get(column.parent, ()) if isinstance(fact, Partition)] if column.parent else []
    table = catalog.get(column.parent) if column.parent else None
    tables += getattr(table, "inherits", None) or ()
    return tuple(Key(Column.KIND, f"{t}.{column.name}") for t in tables)
