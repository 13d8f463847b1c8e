"""What the proof on seeded rows says of a change: in its verdict, as hazards, in the file's header, and what `apply` then wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.scratch import ScratchServer
from schemactl.config import Settings
from schemactl.errors import Refused
from schemactl.pipeline import apply_pending, propose, prove_file
from schemactl.pipeline.diff import Request, diff
from schemactl.prove import Failure
from test_cases import state
from workspace import Step, Workspace

NewDatabase = Callable[[], str]
START = """
    create type pair as (a int, b text);
    create table rounded (id int primary key, n numeric(8, 3));
    create table cut (id int primary key, s timestamp);
    create table narrow (id int primary key, s varchar(60), i bigint);
    create table lists (x text);
    create table pairs (p pair);
    create table needed (id int, x text);
    create table dropped (id int);
    create table poorer (id int, was text not null);
    create table checked (x int);
    create table kept (id int primary key, x int, other int references rounded);
    create table impossible (x int not null check (x > 1 and x < 1));
    create table guarded (x int);
    create function stay() returns trigger language plpgsql as $$ begin raise exception 'rows stay'; end $$;
    create trigger stay before truncate on guarded execute function stay();
"""
GOAL = """
    create type pair as (a int);
    create table rounded (id int primary key, n numeric(6, 1));
    create table cut (id int primary key, s date);
    create table narrow (id int primary key, s varchar(6), i smallint);
    create table lists (x text[]);
    create table pairs (p pair);
    create table needed (id int, x text not null);
    create table poorer (id int);
    create table checked (x int check (x > 1000000 and x < 1000010));
    create table kept (id bigint primary key, x text, other int references rounded, more int default 3);
    create table impossible (x int not null check (x > 1 and x < 1));
    create table fresh (x int primary key);
    create table guarded (x int constraint guarded_fkey references fresh) partition by list (x);
    create table guarded_rest partition of guarded default;
    create function stay() returns trigger language plpgsql as $$ begin raise exception 'rows stay'; end $$;
    create trigger stay before truncate on guarded execute function stay();
"""
HAZARDS = {
    "alters_values": {"column public.rounded.n", "column public.cut.s", "column public.pairs.p"},
    "irreversible": {"column public.rounded.n", "column public.cut.s", "column public.pairs.p", "column public.lists.x"},
    "deletes_data": {"table public.dropped", "column public.poorer.was"},
    "may_fail_on_rows": {
        "column public.narrow.s", "column public.narrow.i", "column public.lists.x", "column public.needed.x",
        "column public.rounded.n",
        "constraint public.checked.checked_x_check",
        "constraint public.guarded.guarded_fkey",
    },
}  # fmt: skip


def test_each_class_of_loss_is_a_hazard(server: ScratchServer, new_database: NewDatabase) -> None:
    sides = (state(new_database(), sql) for sql in (START, GOAL))
    settings = Settings(root=Path(), platform="plain", scratch_url=server.url())
    proposal = diff(settings, Request(*sides, as_files=False, live_counts=False), lambda _: None)
    found = {name: {str(h.key) for h in proposal.hazards if h.name == name} for name in HAZARDS}
    assert found == HAZARDS
    assert proposal.verdict
    data = proposal.verdict.data
    assert data.unexplained == ()
    assert data.sentence == "data (8 of 12 tables)"
    assert data.removed == {"public.checked", "public.guarded", "public.poorer"}
    notes = dict(proposal.migrations[-1].notes)
    assert notes["not seeded"] == 'public.impossible (new row for relation "impossible" violates check constraint "impossible_x_check")'
    assert notes["rollback"].startswith('fails on rows of public.poorer (column "was" of relation "poorer" contains null values, at: alter')
    assert ", data (8 of 12 tables) on PostgreSQL " in proposal.migrations[-1].proved


def test_a_failure_names_statement_and_table() -> None:
    failure = Failure(True, "public.t", "x", "no room", "alter table public.t\n  add " + "x" * 100)
    assert str(failure) == "no room, at: alter table public.t add " + "x" * 54 + "…"


@pytest.fixture
def rounding(workspace: Workspace) -> Workspace:
    """A file that rounds what the next one cannot bring back, by hand in a file that says nothing of it."""
    workspace.schema(t="create table public.t (id int primary key, n numeric(8, 1));")
    workspace.chain(Step("t", "create table public.t (id int primary key, n numeric(8, 3));", "drop table public.t;"))
    apply_pending(workspace.settings, pytest.fail, confirm=None)
    return workspace


def test_apply_wants_what_is_irreversible_allowed(rounding: Workspace) -> None:
    propose(rounding.settings, lambda _: None, name="rounded", start="", goal="", write=True, strict=False)
    with pytest.raises(Refused, match=r"irreversible \(column public\.t\.n: after DOWN ") as caught:
        apply_pending(rounding.settings, print, confirm=None)
    assert caught.value.hint == "If that is meant: --allow irreversible"
    apply_pending(rounding.settings, print, confirm=None, allow=frozenset({"irreversible"}))
    assert rounding.applied()[-1] == "002_rounded"


def test_a_file_that_a_person_made_lose_rows_says_so(rounding: Workspace) -> None:
    propose(rounding.settings, lambda _: None, name="rounded", start="", goal="", write=True, strict=False)
    rounding.edit("002_rounded", "\nalter table", "\ndelete from public.t where id = 2;\n\nalter table")
    outcome = prove_file(rounding.settings, lambda _: None, 2)
    hazards = dict(outcome.migration.notes)["hazards"]
    assert "deletes_data (table public.t)" in hazards
    assert "data (1 of 1 table)" in outcome.migration.proved
