"""Generated SQL → the same SQL without the parentheses that PostgreSQL's deparser writes to be safe and people need not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import postgast
from postgast import pg_query_pb2

PASSES = 4
_COMMENTS = (pg_query_pb2.SQL_COMMENT, pg_query_pb2.C_COMMENT)
# what may stand around a condition that needs no parentheses of its own
_BEFORE = frozenset({"and", "or", "(", "when", "where"})
_AFTER = frozenset({"and", "or", ")", "then", ""})
_QUERY = frozenset({"select", "with", "values"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two parentheses that belong together, as indices into the words; `inside` are the indices at their own depth."""

    opens: int
    closes: int
    inside: tuple[int, ...]


def simplified(sql: str, same: Callable[[str], bool]) -> str:
    """The text without doubled parentheses, those around one name or number before a cast, and those around a plain condition.

    Those that order AND, OR and arithmetic stay. `same` says whether a text still means what it did.
    """
    for _ in range(PASSES):
        shorter = _once(sql)
        if shorter == sql or not same(shorter):
            break
        sql = shorter
    return sql


def _once(sql: str) -> str:
    data = sql.encode()
    tokens = postgast.scan(sql).tokens
    if any(t.token in _COMMENTS for t in tokens):
        return sql
    words = [data[t.start : t.end].decode().lower() for t in tokens]
    gone = {n for pair in _pairs(words) if _needless(words, pair) for n in (pair.opens, pair.closes)}
    out, at = bytearray(), 0
    for n, token in enumerate(tokens):
        out += data[at : token.start] + (b"" if n in gone else data[token.start : token.end])
        at = token.end
    return out.decode()


def _pairs(words: Sequence[str]) -> list[_Pair]:
    found, stack = [], [(-1, list[int]())]
    for n, word in enumerate(words):
        if word == "(":
            stack.append((n, []))
        elif word == ")" and len(stack) > 1:
            opens, inside = stack.pop()
            found.append(_Pair(opens, n, tuple(inside)))
            stack[-1][1].append(opens)
        else:
            stack[-1][1].append(n)
    return found


def _needless(words: Sequence[str], pair: _Pair) -> bool:
    before = words[pair.opens - 1] if pair.opens else ""
    after = words[pair.closes + 1] if pair.closes + 1 < len(words) else ""
    own = [words[n] for n in pair.inside]
    if not own or own[0] in _QUERY or "," in own:
        return False
    if before == "(" and after == ")":
        return own != ["("] or words[pair.inside[0] + 1] not in _QUERY
    if after == "::" and before in ("(", ",", "and", "or", "=", "<", ">", "<=", ">=", "<>", "+", "*", "/", "||"):
        return all(w not in ("(", "[", "::") and (w == "." or w[0].isalnum() or w[0] in "_\"'") for w in own)
    return before in _BEFORE and after in _AFTER and not {"and", "or", "between"} & set(own)
