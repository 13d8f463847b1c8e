"""Query texts without their constants, whatever state they are in."""

from __future__ import annotations

import pytest

from schemactl.adapters.sql import masked

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("select 1, 'a',\n\t$1 from t where é='ü'", "select ?, ?, $1 from t where é=?"),
        ("select/* x */1.5 -- y\nfrom t", "select ? from t"),
        ("alter role r password 'hunter2'", "alter role r password ?"),
        ("create subscription s connection 'password=hunter2' publication p", "create subscription s connection ? publication p"),
        ("do $x$ begin perform 'hunter2'; end $x$", "do ?"),
        ("select E'\\'hunter2', b'01', x'ff', U&'\\00fc', 0x10", "select ?, ?, ?, ?, ?"),
        ("", ""),
    ],
)
def test_constants_and_comments_go(sql: str, shown: str) -> None:
    assert masked(sql) == shown


@pytest.mark.parametrize(
    "text", ["select 'hunter2", "select $$hunter2", "select 1 -- hunter2", "select /* hunter2", "select E'\\'hunter2", "'hunter2"]
)
def test_a_text_that_was_cut_shows_nothing_of_what_it_was_cut_in(text: str) -> None:
    assert SECRET not in masked(text)
    for end in range(len(text)):
        assert "hunt" not in masked(text[:end])


def test_the_queries_of_a_long_script_are_cut_at_the_first_that_is_open() -> None:
    assert masked("select 1; select 'a") == "select ?; select …"
