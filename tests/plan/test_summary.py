"""The header's line of changes."""

from __future__ import annotations

from collections.abc import Callable

from schemactl.adapters.database import connect
from schemactl.catalog import read
from schemactl.diff import difference
from schemactl.model import Catalog
from schemactl.plan import summary


def test_a_schemas_objects_are_counted_and_an_objects_parts_are_not(new_database: Callable[[], str]) -> None:
    with connect(new_database()) as database:
        start: Catalog = read(database)
        database.execute(
            """
            create schema s; comment on schema s is 'x';
            create table s.t (id int primary key); create table s.u (id int); create index on s.u (id);
            create view s.v as select 1 as a; grant select on s.t to public;
            """
        )
        goal = read(database)
    assert summary(difference(start, goal)) == ("+1 schema", "+2 tables", "+1 view")
    assert summary(difference(goal, start)) == ("-1 schema", "-2 tables", "-1 view")
