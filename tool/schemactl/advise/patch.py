"""Findings → the change to schema files that mends them, as a unified diff that `git apply` and `patch -p1` take."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from .findings import Finding


def patch(findings: Iterable[Finding], files: Mapping[str, str], homes: Mapping[str, str]) -> str:
    """The diff. `files`: path from the project's folder → text; `homes`: an object's name → the path of the file that makes it.

    Each fix goes to the end of that file. Findings without a fix, and objects that no file makes, are left to a person.
    """
    added: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.fix and (path := homes.get(finding.home)):
            added.setdefault(path, {})[finding.fix] = None
    return "".join(line for path in sorted(added) for line in _changed(path, files[path], added[path]))


def _changed(path: str, text: str, fixes: Iterable[str]) -> Iterator[str]:
    whole = text if text.endswith("\n") or not text else f"{text}\n"
    after = f"{whole}\n" + "".join(f"{fix}\n" for fix in fixes)
    for line in difflib.unified_diff(text.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
