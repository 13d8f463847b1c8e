"""What live has and nobody compares: partitions that a function made there, and what the settings leave out."""

from __future__ import annotations

import pytest

from workspace import Workspace

EVENTS = """
create table public.events (id int, at date not null, primary key (id, at)) partition by range (at);
create table public.events_rest partition of public.events default;
create table public.notes (event_id int, event_at date, foreign key (event_id, event_at) references public.events (id, at));
"""
MADE = """
create table public.events_2026_11 partition of public.events for values from ('2026-11-01') to ('2026-12-01');
create table public.events_2026_12 partition of public.events for values from ('2026-12-01') to ('2027-01-01') partition by list (id);
create table public.events_2026_12_a partition of public.events_2026_12 default;
alter table public.events_2026_11 enable row level security;
insert into public.events values (1, '2026-11-23'), (2, '2026-12-01'), (3, '2020-01-01');
"""
NAMES = ["table public.events_2026_11", "table public.events_2026_12", "table public.events_2026_12_a"]
MORE = "alter table public.events add column note text default 'x' not null; create index on public.events (note);"
ROWS = "select count(*) from public.events where note = 'x'"


@pytest.fixture
def grown(workspace: Workspace) -> Workspace:
    """A project whose live has made partitions by itself since the last migration."""
    workspace.schema(events=EVENTS)
    workspace.json("diff")
    workspace.json("apply", "--yes")
    workspace.by_hand(MADE)
    return workspace


def test_partitions_that_live_made_are_no_difference(grown: Workspace) -> None:
    found = grown.json("diff")
    assert (found["different"], found["left_alone"]) == (False, NAMES)
    status = grown.json("status")
    assert (status["clean"], status["drift"], status["left_alone"]) == (True, [], NAMES)
    assert "left alone, because live made it itself and no migration did: table public.events_2026_11" in grown.run("status").stderr


def test_their_table_changes_with_them_up_and_down(grown: Workspace) -> None:
    grown.schema(more=MORE)
    found = grown.json("diff")
    assert "events_2026" not in found["up"] + found["down"]
    grown.json("apply", "--yes")
    assert grown.value(ROWS) == 3
    assert not grown.json("diff")["different"]
    grown.by_hand("create table public.events_2027_01 partition of public.events for values from ('2027-01-01') to ('2027-02-01')")
    grown.json("rollback", "--yes")
    assert grown.value("select count(*) from public.events") == 3
    assert grown.json("status")["left_alone"] == [*NAMES, "table public.events_2027_01"]


def test_they_are_compared_where_the_settings_say_so(grown: Workspace) -> None:
    (grown.folder / "schemactl.toml").write_text("keep_live_partitions = false\n")
    found = grown.json("diff")
    assert ("- table public.events_2026_11" in found["changes"], found["left_alone"]) == (True, [])
    assert grown.json("status")["drift"]


def test_what_the_settings_leave_out_is_not_compared(grown: Workspace) -> None:
    settings = 'exclude = ["schema archive", "table public.mine_*", "function *.helper*", "policy mine on *"]\n'
    (grown.folder / "schemactl.toml").write_text(settings)
    grown.by_hand(
        """
        create schema archive; create table archive.old (id int primary key); comment on table archive.old is 'gone by';
        create table public.mine_1 (id int primary key); create index on public.mine_1 (id);
        create function public.helper(int) returns int language sql as 'select 1'; comment on function public.helper(int) is 'own';
        create policy mine on public.notes for select using (true);
        """
    )
    assert grown.json("diff")["changes"] == []
    grown.schema(more=MORE)
    found = grown.json("diff")
    assert not any(name in found["up"] + found["down"] for name in ("archive", "mine", "helper"))
    grown.json("apply", "--yes")
    assert not grown.json("diff")["different"]


def test_what_the_settings_take_in_is_all_that_is_compared(grown: Workspace) -> None:
    (grown.folder / "schemactl.toml").write_text('include = ["table public.not*"]\n')
    grown.by_hand("create table public.other (); alter table public.notes add column mine int")
    assert grown.json("diff")["changes"] == ["- column public.notes.mine"]
