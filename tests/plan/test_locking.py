"""Measured footprints → header lines and hazards."""

from __future__ import annotations

from schemactl.measured import Footprint, Lock, LockMode, Measurement
from schemactl.model import Key
from schemactl.plan import measured_hazards, measured_lines

T, U = Key("table", "public.t"), Key("table", "public.u")
EXCLUSIVE = LockMode.ACCESS_EXCLUSIVE


def step(number: int, sql: str = "alter table …", **what) -> Footprint:  # type: ignore[no-untyped-def]
    return Footprint(number, number, sql, 1.0, **what)


def said(*footprints: Footprint, **how) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(h) for h in measured_hazards("001_a", Measurement(footprints, **how))]


def test_a_lock_alone_is_no_hazard() -> None:
    assert said(step(1, locks=(Lock(T, EXCLUSIVE),))) == []


def test_work_before_the_lock_keeps_nobody_waiting() -> None:
    assert said(step(1, scanned=(T,)), step(2, locks=(Lock(T, EXCLUSIVE),))) == []


def test_a_lock_is_held_through_later_work_on_other_tables() -> None:
    steps = step(1, locks=(Lock(T, EXCLUSIVE),)), step(2, "create index i on public.u (x)", locks=(Lock(U, LockMode.SHARE),), scanned=(U,))
    assert said(*steps) == [
        "blocks_reads (table public.t: ACCESS EXCLUSIVE while statement 2 reads public.u (create index i on public.u (x)))",
        "blocks_writes (table public.u: SHARE while statement 2 reads it (create index i on public.u (x)))",
    ]


def test_of_several_the_rewrite_is_named() -> None:
    steps = step(1, locks=(Lock(T, EXCLUSIVE),), scanned=(T,)), step(2, rewritten=(T,))
    assert said(*steps) == [
        "rewrites_table (table public.t: statement 2, alter table …)",
        "blocks_reads (table public.t: ACCESS EXCLUSIVE while statement 2 rewrites it, and 1 more)",
    ]


def test_nobody_waits_for_what_is_gone() -> None:
    assert said(step(1, locks=(Lock(T, EXCLUSIVE),), scanned=(U,)), gone=frozenset({T})) == []


def test_a_truncated_table_loses_its_rows() -> None:
    assert said(step(1, locks=(Lock(T, EXCLUSIVE),), emptied=(T,))) == ["deletes_data (table public.t: statement 1 empties it)"]


def test_what_commits_on_the_way_is_said_and_not_called_measured() -> None:
    assert said(is_whole=False) == ["not_transactional (migration 001_a: each statement commits by itself)"]
    assert measured_lines(Measurement(is_whole=False))[0] == ("locks", "none (not measured: each statement commits by itself)")


def test_of_many_the_rest_is_counted() -> None:
    locks = tuple(Lock(Key("table", f"public.t{n}"), EXCLUSIVE) for n in range(20))
    measured = Measurement((step(1, locks=locks, rewritten=tuple(lock.relation for lock in locks)),))
    lines = dict(measured_lines(measured))
    assert lines["rewrites"] == "public.t0, public.t1, public.t2, public.t3, public.t4, public.t5, and 14 more"
    assert lines["locks"].endswith("public.t5 ACCESS EXCLUSIVE, and 14 more (measured)")
    assert [h.name for h in measured_hazards("001_a", measured)] == ["rewrites_table"] * 6 + ["blocks_reads"] * 6


def test_the_weakest_lock_is_not_worth_a_word() -> None:
    assert measured_lines(Measurement((step(1, locks=(Lock(T, LockMode.ACCESS_SHARE),)),)))[0] == ("locks", "none (measured)")
