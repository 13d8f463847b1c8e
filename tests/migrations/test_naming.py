"""Names of migrations, out of what they change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemactl.migrations import name_for, slug


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["+ column public.orders.notes"], "add_orders_notes"),
        (["- column public.orders.notes"], "drop_orders_notes"),
        (["~ column public.orders.notes (type)"], "change_orders_notes"),
        (["+ column public.orders.notes", "+ comment table column public.orders.notes"], "add_orders_notes"),
        (["+ column public.orders.notes", "+ default public.orders.notes"], "add_orders_notes"),
        (["+ column public.orders.a", "+ column public.orders.b"], "change_orders"),
        (["+ column public.orders.a", "- column public.orders.b", "+ policy p on public.orders"], "change_orders"),
        (["+ table public.orders"], "add_orders"),
        (
            ["+ table public.orders", "+ column public.orders.id", "+ policy p on public.orders", "+ owner table public.orders"],
            "add_orders",
        ),
        (["+ table public.orders", "+ table public.trades", "+ table public.positions"], "add_orders_and_2_more"),
        (["- table public.orders", "+ table public.trades"], "change_orders_and_1_more"),
        (["+ column public.orders.a", "+ column public.trades.a"], "add_orders_and_1_more"),
        (["+ policy own on public.orders"], "add_orders_policy"),
        (["~ policy own on public.orders (using)"], "change_orders_policy"),
        (["+ index public.orders_at_idx"], "add_orders_at_idx"),
        (["+ function public.total(integer, numeric)"], "add_total"),
        (["~ function public.total(integer) (body)"], "change_total"),
        (['+ table public."Order ""Lines"".x"'], "add_order_lines_x"),
        (['+ column public."my.table".notes'], "add_my_table_notes"),
        (['+ column public."my.table".a', '+ column public."my.table".b'], "change_my_table"),
        (["+ extension pgcrypto"], "add_pgcrypto"),
        (["+ grant table public.orders to anon"], "add_orders_grant"),
        (["~ comment table column public.orders.notes (text)"], "change_orders_notes_comment"),
        ([], "change"),
    ],
)
def test_name_for(lines: list[str], name: str) -> None:
    assert name_for(lines) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("Add order notes!", "add_order_notes"), ("Zürich  été", "zurich_ete"), ("注文", "change"), ("", "change"), ("a" * 60, "a" * 50)],
)
def test_slug(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_long_name_keeps_how_many_more() -> None:
    assert name_for([f"+ table public.{c * 60}" for c in "abc"]) == "add_" + "a" * 35 + "_and_2_more"


@given(st.lists(st.tuples(st.sampled_from("+-~"), st.text()).map(lambda t: f"{t[0]} {t[1]}"), max_size=4))
def test_any_difference_has_a_name_that_a_file_can_have(lines: list[str]) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,50}", name_for(lines))


@given(st.sampled_from(["column", "policy", "table", "default", "grant"]), st.text(), st.text())
def test_any_object_has_a_name_that_a_file_can_have(kind: str, first: str, second: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,50}", name_for([f"+ {kind} {first}", f"+ {kind} {first}.{second}"]))
