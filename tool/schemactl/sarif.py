"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines: https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from . import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "warn": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. `path` is relative to the project's folder, empty where it is in no file; `line` and `column` count from 1."""

    rule: str
    level: str
    text: str
    remedy: str = ""
    path: str = ""
    line: int = 1
    column: int = 1


def document(results: Sequence[Result]) -> dict[str, Any]:
    """The whole log, of one run; a rule is described by the remedy of its first finding."""
    rules = {r.rule: r for r in reversed(results)}
    names = sorted(rules)
    driver = {"name": "schemactl", "version": __version__, "rules": [_rule(rules[name]) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, names.index(result.rule)) for result in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(first: Result) -> dict[str, Any]:
    return {
        "id": first.rule,
        "defaultConfiguration": {"level": LEVELS[first.level]},
        **({"help": {"text": first.remedy}} if first.remedy else {}),
    }


def _result(result: Result, index: int) -> dict[str, Any]:
    text = f"{result.text} {result.remedy}".rstrip()
    place = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(result.path)},
            "region": {"startLine": result.line, "startColumn": result.column},
        }
    }
    return {
        "ruleId": result.rule,
        "ruleIndex": index,
        "level": LEVELS[result.level],
        "message": {"text": text},
        **({"locations": [place]} if result.path else {}),
    }
