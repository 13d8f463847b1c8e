"""A section is a file: its head says what its query gives, and the query runs as it stands, also for a role that is no superuser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.monitor import Chapter, Reading, read, sections
from schemactl.monitor.sections import parse
from schemactl.monitor.units import shown
from workspace import Workspace

ALWAYS = {"remark", "schema"}


@contextmanager
def as_plain_role(workspace: Workspace) -> Iterator[Database]:
    with connect(workspace.url, options={"default_transaction_read_only": "on"}) as live:
        yield live


@pytest.mark.parametrize("name", sections())
def test_a_head_says_what_its_query_gives(name: str, workspace: Workspace) -> None:
    section = sections()[name]
    if section.needs:
        workspace.by_hand(f"create extension {section.needs}", admin=True)
    with connect(workspace.admin_url) as live:
        live.execute("create temp view given as " + section.sql)
        given = {n for (n,) in live.rows("select attname from pg_attribute where attrelid = 'given'::regclass and attnum > 0")}
    assert given - ALWAYS == {c.name for c in section.columns}
    assert "remark" in given


@pytest.mark.parametrize("name", [s.name for s in sections().values() if not s.needs])
def test_a_role_that_is_no_superuser_may_read_it(name: str, workspace: Workspace) -> None:
    workspace.by_hand(
        "create table t (id serial primary key, note text); insert into t (note) select 'x' from generate_series(1, 3); analyze t"
    )
    with as_plain_role(workspace) as live:
        (reading,) = read(live, [sections()[name]], (), lambda _: None)
    assert reading.failure == ""
    assert all(shown(row[c.name], c.unit) for row in reading.rows for c in reading.section.columns)


@pytest.mark.parametrize("name", [s.name for s in sections().values() if s.needs])
def test_without_its_extension_nothing_can_be_told(name: str, workspace: Workspace) -> None:
    with as_plain_role(workspace) as live:
        (reading,) = read(live, [sections()[name]], (), lambda _: None)
    assert reading == Reading(sections()[name], failure="the extension pgstattuple is not there: create extension pgstattuple")


def test_sections_come_chapter_by_chapter() -> None:
    chapters = [s.chapter for s in sections().values()]
    assert chapters == sorted(chapters)
    assert {*chapters} == {*Chapter}


@pytest.mark.parametrize(
    "head",
    [
        "-- T\n-- chapter: now\n-- about: a\nselect 1",
        "-- T\n-- chapter: now\n-- about: a\n-- colour: red\n-- column a: A\nselect 1",
        "-- T\n-- chapter: now\n-- about: a\n-- column a: A, furlongs\nselect 1",
    ],
)
def test_a_head_that_says_too_little_or_unknown_things_is_refused(head: str) -> None:
    with pytest.raises(ValueError, match="column"):
        parse("t", head)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "bytes", "–"),
        (0, "bytes", "0 B"),
        (1536, "bytes", "1.5 kB"),
        (5 * 1024**5, "bytes", "5120 TB"),
        (9223372036854775807, "count", "9,223,372,036,854,775,807"),
        (59.94, "seconds", "60 s"),
        (60, "seconds", "1 min"),
        (3725, "seconds", "1 h 2 min"),
        (90061, "seconds", "1 d 1 h"),
        (0.01234, "milliseconds", "0.01 ms"),
        (12.5, "milliseconds", "12.5 ms"),
        (75_000, "milliseconds", "1 min 15 s"),
        (99.96, "percent", "100.0 %"),
        ("2026-01-02T03:04:05+00:00", "moment", "2026-01-02 03:04"),
        (False, "flag", "no"),
    ],
)
def test_values_in_words(value: object, unit: str, words: str) -> None:
    assert shown(value, unit) == words


def test_one_section_that_fails_leaves_the_others(workspace: Workspace, new_database: Callable[[], str]) -> None:
    broken = parse("broken", "-- Broken\n-- chapter: now\n-- about: a\n-- column a: A\nselect 1 / 0 as a, null as remark")
    with connect(new_database()) as live:
        readings = read(live, [broken, sections()["overview"]], (), lambda _: None)
    assert readings[0].failure == "division by zero (SQLSTATE 22012)"
    assert readings[1].rows
