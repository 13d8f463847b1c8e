"""A column's not-null constraint: since PostgreSQL 18 it has a name, may be unvalidated and may be kept from children.

https://www.postgresql.org/docs/18/sql-altertable.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .column import Column


def clause(column: Column) -> str:
    """The constraint as a column definition takes it; an unvalidated one has no form there."""
    if not column.not_null_valid:
        return ""
    name = f"constraint {column.not_null_name} " if column.not_null_name else ""
    return f"{name}not null{' no inherit' * column.not_null_alone}"


def changes(before: Column, goal: Column) -> Iterable[str]:
    """The statements that bring `before`'s constraint to `goal`'s."""
    table, column = f"alter table {goal.table}", f"alter table {goal.table} alter column {goal.name}"
    if not goal.not_null:
        if before.not_null:
            yield f"{column} drop not null"
    elif not before.not_null:
        yield _added(goal, table, column)
    elif before.not_null_valid and not goal.not_null_valid:
        yield f"{column} drop not null"
        yield _added(goal, table, column)
    elif not before.inherited:
        yield from _altered(before, goal, table)


def renamed(before: Column, goal: Column) -> Iterable[str]:
    """The new name alone."""
    if before.not_null and goal.not_null and before.not_null_name != goal.not_null_name:
        yield f"alter table {goal.table} rename constraint {before.not_null_constraint} to {goal.not_null_constraint}"


def again(before: Column, goal: Column) -> Iterable[str]:
    """A constraint in the place of one of another name, where a partition's has yet another and a rename would have to reach it."""
    if not before.inherited and [*renamed(before, goal)]:
        yield f"alter table {goal.table} alter column {goal.name} drop not null"
        yield f"alter table {goal.table} add constraint {goal.not_null_constraint} not null {goal.name}"


def _added(goal: Column, table: str, column: str) -> str:
    plain = goal.not_null_valid and not goal.not_null_alone and not goal.not_null_name
    if plain:
        return f"{column} set not null"
    special = f"{' no inherit' * goal.not_null_alone}{' not valid' * (not goal.not_null_valid)}"
    return f"{table} add constraint {goal.not_null_constraint} not null {goal.name}{special}"


def _altered(before: Column, goal: Column, table: str) -> Iterable[str]:
    yield from renamed(before, goal)
    name = goal.not_null_constraint if before.not_null_name != goal.not_null_name else before.not_null_constraint
    if before.not_null_alone != goal.not_null_alone:
        yield f"{table} alter constraint {name} {'no inherit' if goal.not_null_alone else 'inherit'}"
    if goal.not_null_valid and not before.not_null_valid:
        yield f"{table} validate constraint {name}"
