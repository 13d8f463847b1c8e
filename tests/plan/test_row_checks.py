"""What is known of rows → hazards: one for each object, whoever found it."""

from __future__ import annotations

import pytest

from schemactl.model import Key, RowCheck
from schemactl.plan import Counts, Hazard, RowFinding

NOTE = RowCheck(Key("column", "public.orders.note"), "not null", "select count(*) from public.orders where note is null")
UNIQUE = RowCheck(Key("index", "public.orders_note"), "unique", "select … from public.orders group by note")


def failure(kind: str, identity: str, why: str) -> Hazard:
    return Hazard("may_fail_on_rows", Key(kind, identity), why)


@pytest.mark.parametrize(
    ("found", "is_known"),
    [
        (failure("column", "public.orders.note", 'column "note" contains null values'), True),
        (failure("table", "public.orders", 'could not create unique index "orders_note"'), True),
        (
            failure("table", "public.orders", "cannot cast jsonb array to type integer, at: alter table public.orders …"),
            False,
        ),
        (failure("table", "public.orders_old", 'column "note" of relation "orders_old" contains null values'), False),
        (failure("column", "public.orders.notes", 'column "notes" contains null values'), False),
        (Hazard("deletes_data", Key("column", "public.orders.note")), False),
    ],
)
def test_a_failure_on_generated_rows_is_told_once(found: Hazard, is_known: bool) -> None:
    counts = Counts((RowFinding(NOTE), RowFinding(UNIQUE)))
    assert counts.beside([found]) == (() if is_known else (found,))


def test_what_live_does_not_hold_is_no_hazard() -> None:
    counts = Counts((RowFinding(NOTE, 0), RowFinding(UNIQUE, 2)))
    assert [h.key for h in counts.hazards] == [UNIQUE.key]
    assert [str(f) for f in counts.harmless] == [
        "column public.orders.note: not null, 0 of live's rows in the way; select count(*) from public.orders where note is null"
    ]


def test_what_nobody_counted_is_a_hazard() -> None:
    counts = Counts((RowFinding(NOTE), RowFinding(UNIQUE, None, "permission denied for table orders")))
    assert [h.why for h in counts.hazards] == [
        "not null; select count(*) from public.orders where note is null",
        "unique, not counted on live: permission denied for table orders; select … from public.orders group by note",
    ]
