"""Findings: what a rule says of a line; and what a look at files left out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` is the file's, as seen from the project's folder, with slashes; `line` and `column` count from 1.

    level: `error` or `warning`.   names: the objects that the statement is about, quoted and qualified.
    """

    path: str
    line: int
    column: int
    level: str
    rule: str
    text: str
    remedy: str = ""
    names: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "file": self.path,
            "line": self.line,
            "column": self.column,
            "level": self.level,
            "rule": self.rule,
            "text": self.text,
            "remedy": self.remedy or None,
            "objects": list(self.names),
        }


@dataclass(frozen=True, slots=True)
class Looked:
    """`files`: how many were looked at. `disproved` are squawk's guesses that a migration's own measurement answers, `idle` those of
    rules that decide nothing here, `ignored` what the settings leave out."""

    files: int = 0
    findings: tuple[Finding, ...] = ()
    disproved: tuple[Finding, ...] = ()
    idle: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()

    def __add__(self, other: Looked) -> Looked:
        return Looked(
            self.files + other.files,
            self.findings + other.findings,
            self.disproved + other.disproved,
            self.idle + other.idle,
            self.ignored + other.ignored,
        )

    def as_data(self) -> dict[str, Any]:
        left_out = {"disproved": self.disproved, "idle": self.idle, "ignored": self.ignored}
        return {
            "files": self.files,
            "findings": [f.as_data() for f in self.findings],
            "left_out": {why: [f.as_data() for f in found] for why, found in left_out.items()},
        }


def without_ignored(looked: Looked, entries: Collection[str]) -> Looked:
    """The same, with the findings that an entry names left out: a rule, alone or with a pattern of file or object names."""
    left_out = frozenset(_ignored(looked.findings, entries))
    kept = tuple(f for f in looked.findings if f not in left_out)
    return replace(looked, findings=kept, ignored=tuple(f for f in looked.findings if f in left_out))


def _ignored(findings: Iterable[Finding], entries: Collection[str]) -> Iterator[Finding]:
    for finding in findings:
        for entry in entries:
            rule, _, pattern = entry.partition(" ")
            names = (finding.path, *finding.names)
            if rule == finding.rule and (not pattern or any(fnmatchcase(n, pattern.strip()) for n in names)):
                yield finding
