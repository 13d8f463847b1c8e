"""Conditions of policies: what asks for each row who the user is, and the same in a sub-select, which is asked once a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..adapters.sql import character, closing, tree

PREFIX = "select "
ASKED = {("auth", "uid"), ("auth", "jwt"), ("auth", "role"), ("auth", "email"), ("current_setting",), ("pg_catalog", "current_setting")}


def wrapped(condition: str) -> str:
    """The condition with `(select …)` around each call that need not be made for each row, and is not in a sub-select already."""
    sql = PREFIX + condition
    places = sorted((character(sql, at) for at in _calls(tree(sql))), reverse=True)
    for start in places:
        end = closing(sql, start)
        sql = f"{sql[:start]}(select {sql[start:end]}){sql[end:]}"
    return sql.removeprefix(PREFIX)


def _calls(node: Any) -> Iterator[int]:
    """Where the calls begin, in bytes."""
    for inner in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        if not (isinstance(inner, dict) and "sub_link" in inner):
            yield from _calls(inner)
    if isinstance(node, dict) and (call := node.get("func_call")) and _name(call) in ASKED:
        yield call.get("location", 0)


def _name(call: dict[str, Any]) -> tuple[str, ...]:
    return tuple(part["string"]["sval"] for part in call["funcname"])
