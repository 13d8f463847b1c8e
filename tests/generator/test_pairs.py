"""Random pairs of schemas over all kinds; `--pairs N --pairs-seed S` tries more of them, `--pairs-into FOLDER` keeps what failed."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from schemactl.adapters.binaries import newest_dump
from schemactl.adapters.scratch import ScratchServer

from .judge import Finding, Judge
from .pairs import Pair, pairs
from .smallest import smallest

IN_CI = 12
REFUSED_AT_MOST = 0.2


def test_pairs(server: ScratchServer, request: pytest.FixtureRequest) -> None:
    option = request.config.getoption
    judge = Judge(server.url(), newest_dump(server.major), Counter())
    found: list[str] = []

    @seed(option("--pairs-seed"))
    @settings(
        max_examples=option("--pairs") or IN_CI,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pairs(server.major))
    def try_one(pair: Pair) -> None:
        finding = judge(pair)
        if finding:
            found.append(report(judge, pair, finding, len(found), option("--pairs-into")))

    try:
        try_one()
    finally:
        judge.drop()
        sys.stderr.write(f"\n{dict(judge.counts)}\n")
    assert not found, "\n\n".join(found)
    assert judge.counts["refused"] <= max(2, REFUSED_AT_MOST * judge.counts["pairs"]), judge.counts


def report(judge: Judge, pair: Pair, finding: Finding, number: int, into: str | None) -> str:
    """The finding and the smallest pair that shows it, ready for a case folder."""
    spare = Judge(judge.url, judge.binaries, Counter())

    def fails(smaller: Pair) -> bool:
        other = spare(smaller)
        return other is not None and other.what == finding.what

    pair = smallest(pair, fails)
    finding = spare(pair) or finding
    start, goal = pair.texts()
    if into:
        folder = Path(into) / f"{number:03}-{re.sub(r'[^a-z]+', '-', finding.what)}"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("start.sql", start), ("goal.sql", goal), ("why.txt", f"{finding.what}\n{finding.detail}")):
            (folder / name).write_text(text)
    return f"{finding.what}: {finding.detail}\n-- start.sql\n{start}-- goal.sql\n{goal}"
