"""The door to squawk, which ships as a program in a wheel: SQL text → what it warns of."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import EnvironmentFailure

HINT = "Install schemactl anew, or squawk alone: pip install squawk-cli"
LOOKED_THROUGH = (0, 1, 2)
"""Exit codes of a squawk that came to the end: nothing found, warnings, a syntax error."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning. `line` and `column` count characters of the text, from 1. `remedy` is empty where squawk names none."""

    rule: str
    level: str
    text: str
    remedy: str
    line: int
    column: int


def warnings(sql: str, *, folder: Path, in_transaction: bool = False, postgresql: str = "") -> tuple[Warned, ...]:
    """What squawk says of a script, in the order of the text; a `.squawk.toml` in the folder or above it counts.

    `in_transaction`: whoever runs the script makes it one. `postgresql`: the server's version, "17.10", where it is known.

    Raises:
        EnvironmentFailure: there is no squawk, or it does not answer.
    """
    arguments = [*["--assume-in-transaction"] * in_transaction, *(["--pg-version", postgresql] if postgresql else [])]
    done = subprocess.run(  # noqa: S603
        [_program(), "--reporter", "json", *arguments], input=sql.encode(), cwd=folder, capture_output=True, check=False
    )
    if done.returncode not in LOOKED_THROUGH or not done.stdout:
        raise EnvironmentFailure(f"squawk does not answer: {done.stderr.decode(errors='replace').strip()}", hint=HINT)
    lines = sql.split("\n")
    found = [_warned(item, lines) for item in json.loads(done.stdout)]
    return tuple(sorted(found, key=lambda w: (w.line, w.column, w.rule)))


def _warned(item: dict[str, Any], lines: list[str]) -> Warned:
    """squawk counts lines from 0, and columns in bytes of UTF-8."""
    line = lines[item["line"]] if item["line"] < len(lines) else ""
    column = len(line.encode()[: item["column"]].decode(errors="ignore"))
    return Warned(item["rule_name"], item["level"].lower(), item["message"], item["help"] or "", item["line"] + 1, column + 1)


@cache
def _program() -> str:
    """Where the wheel has put it, else one on the path."""
    try:
        files = importlib.metadata.files("squawk-cli") or ()
    except importlib.metadata.PackageNotFoundError:
        files = ()
    ours = (str(Path(str(f.locate())).resolve()) for f in files if f.stem == "squawk")
    if program := next((p for p in ours if Path(p).is_file()), shutil.which("squawk")):
        return program
    raise EnvironmentFailure("there is no squawk", hint=HINT)
