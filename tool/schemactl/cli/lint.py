"""`schemactl lint`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode, UsageError
from .options import Json, start_offline

if TYPE_CHECKING:
    from ..lint import Finding, Looked
    from ..terminal import Terminal

COLOURS = {"error": "red", "warning": "yellow"}


def lint(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Files or folders; else all of the project.")] = None,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="Print the findings as SARIF 2.1.0, for code hosts and editors.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when there is a finding.")] = False,
    as_json: Json = False,
) -> None:
    """Look at migrations and schema files without a database: squawk's rules, held to what each file's proof measured, and our own.

    Example:  schemactl lint --exit-code
    One file: schemactl lint generated_migrations/004_add_notes.sql
    """
    from ..pipeline import lint as look

    if as_json and as_sarif:
        raise UsageError("--json and --sarif are two forms of one output", hint="Give one of them.")
    terminal, settings = start_offline(as_json)
    with terminal.progress() as report:
        looked = look(settings, report, files or ())
    if as_sarif:
        _sarif(terminal, looked)
    elif as_json:
        terminal.json(looked.as_data())
    else:
        _show(terminal, looked)
    if exit_code and looked.findings:
        raise typer.Exit(ExitCode.DIFFERENT)


def _sarif(terminal: Terminal, looked: Looked) -> None:
    from .. import sarif

    terminal.json(sarif.document([sarif.Result(f.rule, f.level, f.text, f.remedy, f.path, f.line, f.column) for f in looked.findings]))


def _show(terminal: Terminal, looked: Looked) -> None:
    for path, of_file in groupby(looked.findings, key=lambda f: f.path):
        terminal.tell(path, bold=True)
        for alike in _alike(list(of_file)):
            _tell(terminal, alike)
    number = len(looked.findings)
    terminal.tell(f"{number or 'no'} finding{'' if number == 1 else 's'} in {looked.files} file{'' if looked.files == 1 else 's'}")
    if looked.disproved:
        terminal.say(f"{len(looked.disproved)} guesses of squawk's that the measurement or the file itself disproves, left out")
    if looked.ignored:
        terminal.say(f"{len(looked.ignored)} left out by lint_ignore")


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one file that say the same, in the order of the first of each."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.text, finding.remedy), []).append(finding)
    return list(groups.values())


def _tell(terminal: Terminal, alike: Sequence[Finding]) -> None:
    first, lines = alike[0], sorted({f.line for f in alike})
    where = f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
    terminal.tell(f"  {typer.style(first.level, fg=COLOURS[first.level])}  {first.rule}  {where}")
    for text in filter(None, (first.text, first.remedy)):
        terminal.tell(f"    {text}")
