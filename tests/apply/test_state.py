"""Files and ledger side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from schemactl.apply import Direction, Entry, compare, to_apply, to_roll_back
from schemactl.errors import Refused, UsageError
from schemactl.model import Migration


def proved(version: str, up: str = "select 1;") -> Migration:
    bare = Migration(version, up, "select 0;", "fp:a", "fp:b")
    return replace(bare, proved="up, down on PostgreSQL 17.10", proved_checksum=bare.checksum)


def entry(migration: Migration) -> Entry:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Entry(migration.version, Direction.UP, migration.checksum, "fp:a", "fp:b", "postgres", when, 1, "schemactl 1")


A, B, C = FILES = proved("000_a"), proved("001_b"), proved("002_c")


def test_what_is_applied_and_what_is_pending() -> None:
    state = compare([entry(A)], FILES)
    assert state.applied == (entry(A),)
    assert state.pending == (B, C)
    assert not (state.edited or state.missing or state.unproved or state.out_of_order)
    assert to_apply(state) == (B, C)
    assert to_apply(state, up_to=1) == (B,)
    assert to_apply(state, up_to=0) == ()


def test_an_unknown_number() -> None:
    with pytest.raises(UsageError, match="there is no migration 007"):
        to_apply(compare([entry(A)], FILES), up_to=7)


def test_nothing_anywhere() -> None:
    state = compare([], [])
    assert to_apply(state) == to_roll_back(state, [], 1) == ()


def test_a_file_edited_after_it_ran() -> None:
    edited = replace(B, up="select 2;")
    state = compare([entry(A), entry(B)], [A, edited, C])
    assert state.edited == (edited,)
    with pytest.raises(Refused, match=r"001_b\.sql was edited after it was applied"):
        to_apply(state)


def test_an_applied_file_that_is_missing() -> None:
    state = compare([entry(A), entry(B)], [A])
    assert state.missing == (entry(B),)
    with pytest.raises(Refused, match="001_b is applied on live, but its file is missing"):
        to_apply(state)


def test_a_pending_file_that_is_not_the_proved_one() -> None:
    edited = replace(C, up="select 2;")
    state = compare([entry(A)], [A, B, edited])
    assert state.unproved == (edited,)
    with pytest.raises(Refused, match=r"002_c\.sql is not the file that was proved") as caught:
        to_apply(state)
    assert caught.value.hint == "Prove it: schemactl prove 2"
    assert to_apply(state, up_to=1) == (B,)


def test_a_file_that_was_never_proved() -> None:
    state = compare([], [replace(A, proved="", proved_checksum="")])
    with pytest.raises(Refused, match="never proved"):
        to_apply(state)


def test_a_pending_file_before_an_applied_one() -> None:
    state = compare([entry(A), entry(C)], FILES)
    assert state.out_of_order == (B,)
    with pytest.raises(Refused, match="001_b is pending, but a later one is applied already"):
        to_apply(state)


def test_rolling_back_takes_the_newest_first() -> None:
    state = compare([entry(A), entry(B), entry(C)], FILES)
    assert to_roll_back(state, FILES, 2) == (C, B)
    assert to_roll_back(state, FILES, 3) == (C, B, A)


@pytest.mark.parametrize("count", [0, -1, 4])
def test_a_count_that_cannot_be_rolled_back(count: int) -> None:
    with pytest.raises(UsageError, match=f"cannot roll back {count}: 3 are applied"):
        to_roll_back(compare([entry(A), entry(B), entry(C)], FILES), FILES, count)


def test_rolling_back_needs_the_file_that_ran() -> None:
    entries = [entry(A), entry(B)]
    with pytest.raises(Refused, match="001_b cannot be rolled back: its file is missing"):
        to_roll_back(compare(entries, [A]), [A], 1)
    edited = [A, replace(B, down="select 9;")]
    with pytest.raises(Refused, match=r"001_b cannot be rolled back: 001_b\.sql was edited since"):
        to_roll_back(compare(entries, edited), edited, 1)
