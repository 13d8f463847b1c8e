"""Fingerprints: equal for equal schemas, and blind to attributes that an object does not have."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from schemactl.model import Catalog, Fact


@dataclass(frozen=True, kw_only=True)
class Old(Fact):
    KIND = "thing"

    size: int


@dataclass(frozen=True, kw_only=True)
class New(Old):
    """The same kind in a release that reads more."""

    note: str | None = None
    shiny: bool = False
    parts: tuple[str, ...] = ()


def fingerprint(fact: Fact) -> str:
    return Catalog([fact]).fingerprint


def test_a_release_that_reads_more_sees_the_same() -> None:
    assert fingerprint(New(identity="a", address=(0, 0, 0), size=0)) == fingerprint(Old(identity="a", address=(1, 2, 3), size=0))


@pytest.mark.parametrize("more", [{"size": 1}, {"note": "x"}, {"shiny": True}, {"parts": ("x",)}, {"identity": "b"}])
def test_whatever_is_there_counts(more: dict[str, object]) -> None:
    plain: dict[str, object] = {"identity": "a", "address": (0, 0, 0), "size": 0}
    assert fingerprint(New(**plain | more)) != fingerprint(New(**plain))  # type: ignore[arg-type]
