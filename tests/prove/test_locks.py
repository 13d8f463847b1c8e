"""The manual's table of locks, scans and rewrites, each form measured as the proof measures it: `locks.toml` says what is expected."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemactl.adapters.database import Database, connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.measured import Footprint, LockMode
from schemactl.model import Key
from schemactl.prove import Meter

TABLE = tomllib.loads(Path(__file__).with_name("locks.toml").read_text(encoding="utf-8"))
FORMS = TABLE["form"]
RELATIONS = ("rewritten", "rebuilt", "emptied", "scanned")


@dataclass(frozen=True)
class Built:
    """A database with the objects that the forms speak of, to make copies of."""

    server: ScratchServer
    name: str


@pytest.fixture(scope="module")
def built(server: ScratchServer) -> Iterator[Built]:
    with scratch_database(server, owner=server.admin) as name:
        with connect(server.url(name)) as database:
            database.execute(TABLE["setup"])
        yield Built(server, name)


@pytest.fixture
def copy(built: Built) -> Iterator[Database]:
    with (
        scratch_database(built.server, template=built.name, owner=built.server.admin) as name,
        connect(built.server.url(name)) as database,
    ):
        yield database


def measured(database: Database, *statements: str) -> tuple[Footprint, ...]:
    meter = Meter(database)
    with database.transaction():
        meter.before(database)
        for sql in statements:
            database.execute(sql)
            meter.observe(sql, 0.0)
        meter.after(database)
    return meter.taken().footprints


def named(key: Key) -> str:
    return key.identity.removeprefix("public.")


def shown(footprint: Footprint) -> dict[str, list[str]]:
    locks = [f"{named(lock.relation)} {lock.mode}" for lock in footprint.locks]
    return {"locks": locks, **{what: [named(key) for key in getattr(footprint, what)] for what in RELATIONS}}


def expected(form: dict[str, Any], major: int) -> dict[str, list[str]]:
    later = {k: v for since in range(16, major + 1) for k, v in form.get(f"since_{since}", {}).items()}
    return {what: {**form, **later}.get(what, []) for what in ("locks", *RELATIONS)}


@pytest.mark.parametrize("form", FORMS, ids=[f"{number}: {form['sql']}" for number, form in enumerate(FORMS)])
def test_form(form: dict[str, Any], copy: Database) -> None:
    if copy.major < form.get("minimum_major", 0):
        pytest.skip(f"needs PostgreSQL {form['minimum_major']}")
    if "before" in form:
        copy.execute(form["before"])
    (found,) = measured(copy, form["sql"])
    assert shown(found) == expected(form, copy.major)


@pytest.mark.parametrize("form", FORMS, ids=[f"{number}: {form['sql']}" for number, form in enumerate(FORMS)])
def test_the_manual_is_right_or_the_table_says_in_what_not(form: dict[str, Any]) -> None:
    undocumented = [lock for lock in form.get("manual", ()) if lock not in form.get("locks", ())]
    assert bool(undocumented) == ("differs" in form)


# what no single statement shows


def test_what_the_script_itself_made_is_not_measured(copy: Database) -> None:
    made, filled, read = measured(copy, "create table z (id int)", "insert into z values (1)", "create index on z (id)")
    assert [item for f in (made, filled, read) for found in shown(f).values() for item in found] == []


def test_a_lock_is_told_where_it_is_taken_and_where_it_grows(copy: Database) -> None:
    found = measured(copy, "select from t", "create index on t (b)", "comment on table t is 'x'", "alter table t drop column a")
    assert [[lock.mode for lock in f.locks] for f in found] == [
        [LockMode.ACCESS_SHARE],
        [LockMode.SHARE],
        [],
        [LockMode.ACCESS_EXCLUSIVE],
    ]


def test_another_tablespace_rewrites_without_a_scan(copy: Database, new_database: Callable[[], str]) -> None:
    with connect(new_database()) as admin:
        admin.execute("set allow_in_place_tablespaces = on")
        admin.execute("create tablespace schemactl_locks location ''")
        try:
            (there,) = measured(copy, "alter table loose set tablespace schemactl_locks")
            (back,) = measured(copy, "alter table loose set tablespace pg_default")
        finally:
            admin.execute("drop tablespace schemactl_locks")
    assert [named(key) for f in (there, back) for key in f.rewritten] == ["loose", "loose"]


def test_many_statements_are_measured_in_groups(copy: Database) -> None:
    found = measured(copy, *(f"comment on table t is '{n}'" for n in range(320)), "alter table t alter column a type bigint")
    assert [(f.first, f.last) for f in found[-2:]] == [(300, 300), (301, 321)]
    assert [named(key) for key in found[-1].rewritten] == ["t"]
