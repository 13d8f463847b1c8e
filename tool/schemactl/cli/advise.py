"""`schemactl advise`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import ExitCode, UsageError
from .options import Db, Json, start_run

if TYPE_CHECKING:
    from ..advise import Finding
    from ..pipeline import Advice
    from ..terminal import Terminal

COLOURS = {"error": "red", "warn": "yellow", "info": None}


class Worst(StrEnum):
    """From which level on."""

    error = "error"
    warn = "warn"
    info = "info"


def advise(
    start: Annotated[str, typer.Option("--from", metavar="SIDE", help="A folder of schema files, or another database than live.")] = "",
    rule: Annotated[list[str] | None, typer.Option("--rule", metavar="NAME", help="Ask this rule only; may be given again.")] = None,
    level: Annotated[Worst, typer.Option("--level", help="From this level on.")] = Worst.info,
    as_patch: Annotated[bool, typer.Option("--patch", help="Print the change to schema/ that mends what can be mended so.")] = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="Print the findings as SARIF 2.1.0, for code hosts and editors.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when there is a finding.")] = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Say what a reviewer would: missing row level security, policies asked for each row, functions open to everybody, missing indexes …

    Example:  schemactl advise --level warn
    To mend:  schemactl advise --patch | git apply
    """
    from ..advise import Level
    from ..pipeline import advise as ask

    if as_json + as_sarif + as_patch > 1:
        raise UsageError("--json, --sarif and --patch are three forms of one output", hint="Give one of them.")
    terminal, settings = start_run(db, as_json)
    with terminal.progress() as report:
        outcome = ask(settings, report, start=start, names=rule or (), level=Level[level])
    if as_json:
        terminal.json(outcome.as_data())
    elif as_sarif:
        _sarif(terminal, outcome)
    elif as_patch:
        terminal.tell(outcome.patch.removesuffix("\n")) if outcome.patch else terminal.say("nothing that a patch would mend")
    else:
        _show(terminal, outcome)
    if exit_code and outcome.findings:
        raise typer.Exit(ExitCode.DIFFERENT)


def _show(terminal: Terminal, outcome: Advice) -> None:
    if not outcome.findings:
        terminal.tell(f"nothing to say about {outcome.database}")
        return
    for found in _by_rule(outcome):
        rule = found[0].rule
        terminal.tell(f"{rule.level.name}  {rule.title}  ({rule.name})", colour=COLOURS[rule.level.name], bold=True)
        terminal.tell(f"  {rule.why}")
        terminal.tell(f"  {rule.remedy}")
        for finding in found:
            terminal.tell(f"    {_line(finding, outcome)}")
    if outcome.patch:
        terminal.say("`schemactl advise --patch` prints the change to schema/ that mends some of it")


def _sarif(terminal: Terminal, outcome: Advice) -> None:
    from .. import sarif

    results = []
    for f in outcome.findings:
        path, line = outcome.places.get(f.home, ("", 1))
        text = f"{f.rule.title}: {f.key}{f' ({f.detail})' if f.detail else ''}. {f.rule.why}"
        results.append(sarif.Result(f.rule.name, f.rule.level.name, text, f.rule.remedy, path, line))
    terminal.json(sarif.document(results))


def _by_rule(outcome: Advice) -> list[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in outcome.findings:
        groups.setdefault(finding.rule.name, []).append(finding)
    return list(groups.values())


def _line(finding: Finding, outcome: Advice) -> str:
    place = outcome.places.get(finding.home)
    detail = f": {finding.detail}" if finding.detail else ""
    return f"{finding.key}{detail}{f'  {place[0]}:{place[1]}' if place else ''}"
