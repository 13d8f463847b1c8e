"""A table → rows that satisfy its conditions, as far as can be found: many drafts at once, of which those that fail are drawn anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from ...adapters.database import Database
from .conditions import Asked, conditions
from .domains import Domain, Domains, Row
from .facts import Check, Reference, Table
from .hints import hints

WANTED = 6
KINDS = 8
DRAFTS = 32
ROUNDS = 16
COMBINATIONS = 64
PLAIN = 3
"""How many drafts come first and are plain; the next has a null wherever there may be one, those behind it hold edges."""
Tuple = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns that are drawn together (most often one), and what they may hold."""

    columns: tuple[str, ...]
    plain: tuple[Tuple, ...]
    edges: tuple[Tuple, ...]

    def draw(self, number: int, turn: int) -> Tuple | None:
        """What draft `number` begins with; on later turns anything, nulls more often than their share."""
        pool = self.plain + self.edges
        if not pool:
            return None
        if not turn and number < KINDS:
            return self._fitting(number)
        dice = crc32(f"{self.columns} {number} {turn}".encode())
        nulls = [t for t in self.edges if None in t]
        if nulls and dice % 4 == 0:
            return nulls[dice // 4 % len(nulls)]
        return pool[dice // 4 % len(pool)]

    def _fitting(self, number: int) -> Tuple:
        edges = [t for t in self.edges if None not in t]
        if number == PLAIN and self.edges and None in self.edges[-1]:
            return self.edges[-1]
        if number > PLAIN and edges:
            return edges[(number - PLAIN - 1) % len(edges)]
        pool = self.plain or self.edges
        return pool[number % len(pool)]


@dataclass(frozen=True, slots=True)
class Chooser:
    """Finds rows for tables of one database."""

    database: Database
    domains: Domains

    def rows(self, table: Table, referred: Mapping[Reference, Sequence[Tuple]], counted: frozenset[str]) -> list[Row]:
        """Drafts in the order in which they should be tried: those first that satisfy all conditions.

        `referred` has for each foreign key that must be obeyed the keys that are there; `counted` columns get no value here.
        """
        checks = conditions(table)
        choices = self._choices(table, checks, referred, counted)
        if any(not c.plain and not c.edges for c in choices):
            return []
        drafts: list[dict[str, str | None]] = [{} for _ in range(DRAFTS if checks else KINDS)]
        for number, draft in enumerate(drafts):
            for choice in choices:
                draft.update(zip(choice.columns, choice.draw(number, 0) or (), strict=False))
        failing = self._mended(Asked(self.database, table, checks), drafts, choices)
        good: list[Row] = [d for n, d in enumerate(drafts) if not failing.get(n)]
        return [*good, *(d for n, d in enumerate(drafts) if failing.get(n))][: DRAFTS if len(good) < WANTED else max(KINDS, WANTED)]

    def _mended(self, asked: Asked, drafts: list[dict[str, str | None]], choices: Sequence[Choice]) -> dict[int, frozenset[int]]:
        """Draws anew what fails, in place, until enough rows hold; the conditions that each draft fails in the end."""
        failing: dict[int, frozenset[int]] = {}
        todo = list(range(len(drafts)))
        for turn in range(1, ROUNDS + 1):
            failing.update(zip(todo, asked.failures([drafts[n] for n in todo]), strict=True))
            todo = [n for n in range(len(drafts)) if failing[n]]
            enough = len(drafts) - len(todo) >= WANTED and (turn > 2 or not any(n < KINDS for n in todo))
            if not todo or enough or turn == ROUNDS:
                break
            for n in todo:
                _redraw(drafts[n], n, turn, [asked.checks[k] for k in sorted(failing[n])], choices)
        return failing

    def _choices(
        self, table: Table, checks: Sequence[Check], referred: Mapping[Reference, Sequence[Tuple]], counted: frozenset[str]
    ) -> list[Choice]:
        out = [self._joint(table, group) for group in _groups(referred)]
        taken = {name for choice in out for name in choice.columns}
        for column in table.columns:
            if column.name not in taken and column.name not in counted and not column.generated:
                domain = self._narrowed(table, column.name, checks)
                out.append(Choice((column.name,), tuple((v,) for v in domain.plain), tuple((v,) for v in domain.edges)))
        return out

    def _narrowed(self, table: Table, name: str, checks: Sequence[Check]) -> Domain:
        """The column's candidates without those that a condition on it alone refuses."""
        mine = [c for c in checks if name in c.columns]
        domain = self.domains.of(table.column(name), hints(" ".join(f"{c.expression} {c.said}" for c in mine)))
        alone = [c for c in mine if len(c.columns) == 1]
        if not alone:
            return domain
        pool = [*domain.plain, *domain.edges]
        failed = Asked(self.database, table, alone).failures([{name: v} for v in pool])
        good = [not f for f in failed]
        plain = tuple(v for v, ok in zip(domain.plain, good, strict=False) if ok)
        edges = tuple(v for v, ok in zip(domain.edges, good[len(domain.plain) :], strict=True) if ok)
        # where all are refused, PostgreSQL shall say so of a real row
        return Domain(plain, edges) if plain or edges else domain

    def _joint(self, table: Table, group: Mapping[Reference, Sequence[Tuple]]) -> Choice:
        """Foreign keys that share columns: combinations that all of them allow."""
        found: list[dict[str, str | None]] = [{}]
        for reference, keys in group.items():
            allowed = [dict(zip(reference.columns, key, strict=True)) for key in keys]
            allowed += _without(table, reference, group)
            found = [{**a, **b} for a in found for b in allowed if all(a.get(k, v) == v for k, v in b.items())][: COMBINATIONS * 8]
        columns = tuple(dict.fromkeys(name for reference in group for name in reference.columns))
        tuples = list(dict.fromkeys(t for f in found for t in self._completed(table, columns, f)))
        plain = [t for t in tuples if None not in t][:COMBINATIONS]
        nulls = sorted((t for t in tuples if None in t), key=lambda t: t.count(None))[-COMBINATIONS:]
        return Choice(columns, tuple(plain), tuple(nulls))

    def _completed(self, table: Table, columns: Sequence[str], found: Row) -> list[Tuple]:
        """Columns that no key decides, because another column of it is null."""
        free = [c for c in columns if c not in found]
        pools = {c: self.domains.of(table.column(c)).plain for c in free}
        rows = (
            [dict(found)] if not free else [{**found, **{c: pools[c][n % len(pools[c])] for c in free if pools[c]}} for n in range(KINDS)]
        )
        return [tuple(row.get(c) for c in columns) for row in rows]


def _groups(referred: Mapping[Reference, Sequence[Tuple]]) -> list[dict[Reference, Sequence[Tuple]]]:
    """Foreign keys that share columns stand together."""
    groups: list[tuple[set[str], dict[Reference, Sequence[Tuple]]]] = []
    for reference, keys in referred.items():
        mine = set(reference.columns)
        touched = [g for g in groups if g[0] & mine]
        merged: dict[Reference, Sequence[Tuple]] = {r: k for g in touched for r, k in g[1].items()}
        groups = [g for g in groups if g not in touched]
        groups.append((mine.union(*(g[0] for g in touched)), {**merged, reference: keys}))
    return [group for _, group in groups]


def _without(table: Table, reference: Reference, group: Mapping[Reference, object]) -> list[dict[str, str | None]]:
    """The ways to refer to nothing: one null is enough, with MATCH FULL all are needed (the manual, CREATE TABLE)."""
    nullable = [name for name in reference.columns if table.column(name).nullable]
    if not nullable or (reference.full_match and len(nullable) < len(reference.columns)):
        return []
    own = [n for n in nullable if not any(n in other.columns for other in group if other is not reference)]
    return [dict.fromkeys(reference.columns if reference.full_match else own or nullable)]


def _redraw(draft: dict[str, str | None], number: int, turn: int, failed: Sequence[Check], choices: Sequence[Choice]) -> None:
    """Other values for one or more columns of the conditions that failed."""
    for check in failed:
        touched = [c for c in choices if set(c.columns) & set(check.columns)] or list(choices)
        dice = crc32(f"{check.expression} {number} {turn}".encode())
        some = touched if dice % 3 == 0 else [touched[dice // 3 % len(touched)]] if touched else []
        for choice in some:
            draft.update(zip(choice.columns, choice.draw(number, turn) or (), strict=False))
