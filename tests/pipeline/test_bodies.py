"""Function bodies are text to PostgreSQL: what a change takes from under them is said, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer
from schemactl.config import Settings
from schemactl.pipeline.diff import Proposal, Request, diff

FUNCTIONS = """
create function public.reads() returns text language sql as 'select status from public.t';
create function public.writes() returns void language plpgsql as 'begin update public.t set name = null; end';
create function public.says() returns text language sql as $$select 't.status' /* name, status of t */$$;
create function public.other() returns text language plpgsql as 'declare name text; begin return name; end';
create function public.parsed() returns integer begin atomic select a from public.t; end;
create function public.broken_before() returns text language sql as 'select missing from public.t';
"""


@pytest.fixture
def proposal(server: ScratchServer, new_database: Callable[[], str], tmp_path: Path) -> Proposal:
    """From a table with three columns to one with the first alone, under functions that stay."""
    sides = []
    for columns in ("a integer, status text, name text", "a integer"):
        sides.append(new_database())
        with connect(sides[-1]) as database:
            database.execute(f"set check_function_bodies = off; create table public.t ({columns}); {FUNCTIONS}")
    return diff(Settings(root=tmp_path, scratch_url=server.url()), Request(*sides, as_files=False), lambda _: None)


def test_what_no_longer_works_is_told_from_what_names_a_lost_column(proposal: Proposal) -> None:
    said = {str(h) for h in proposal.hazards if "function" in h.name}
    assert said == {
        'breaks_function (function public.reads(): column "status" does not exist)',
        "may_break_function (function public.writes(): it names column public.t.name)",
    }


def test_the_header_says_so(proposal: Proposal) -> None:
    stated = dict(proposal.migrations[-1].notes)["hazards"]
    assert all(str(h) in stated for h in proposal.hazards)
