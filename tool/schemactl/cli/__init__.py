"""The command line, one module a command: flags → one call of the pipeline → print → exit code.

Heavy imports happen where they are used, so that `--help` is there at once.
"""

from __future__ import annotations

import signal
import sys
from typing import Annotated, NoReturn

import typer

from .. import __version__
from ..errors import EnvironmentFailure, ExitCode, SchemactlError
from .advise import advise
from .apply import apply
from .baseline import baseline
from .demo import demo
from .diff import diff
from .doctor import doctor
from .init import init
from .inspect import inspect
from .lint import lint
from .prove import prove
from .pull import pull
from .rollback import rollback
from .slow import slow
from .status import status

STOPPED = (128 + signal.SIGINT, 128 + signal.SIGTERM)
"""Exit codes of a process that a signal ended, as a shell counts."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Desired schema as SQL files in, proved migrations out.

    schema/*.sql says what the database should be. `schemactl diff` proposes the next migration, a person reviews the file,
    `schemactl apply` runs it.

    A first migration:  schemactl diff --db postgresql://…  &&  schemactl apply --db postgresql://…
    """,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"schemactl {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Desired schema in, proved migrations out."""


for command in (init, baseline, diff, pull, prove, apply, rollback, status, lint, advise, doctor, inspect, slow, demo):
    app.command()(command)
app.command("up", hidden=True, help=f"The same as apply: {apply.__doc__}")(apply)


def main() -> None:
    """Runs the command line; every failure ends in one paragraph and its exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    code = _run(as_json="--json" in sys.argv)
    if code in STOPPED:
        typer.echo("stopped: what was not finished is rolled back; `schemactl status` lists what is applied", err=True)
    sys.exit(code)


def _run(*, as_json: bool) -> int:
    """The exit code. What is neither an error of ours nor one of the system is a bug, and its traceback helps."""
    try:
        code = app(standalone_mode=False)
    except SchemactlError as error:
        return _failed(error, as_json)
    except OSError as error:
        hint = "Check the rights of the folder or file, and the disk's space."
        return _failed(EnvironmentFailure(f"the system says: {error}", hint=hint), as_json)
    except (typer.Abort, KeyboardInterrupt):
        return 128 + signal.SIGINT
    except SystemExit as end:
        # a signal, or whoever reads our output has seen enough
        return end.code if isinstance(end.code, int) else ExitCode.ENVIRONMENT
    except Exception as error:
        # click's own errors know how to show themselves
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()
        return ExitCode.USAGE
    return code if isinstance(code, int) else ExitCode.DONE


def _terminated(number: int, _: object) -> NoReturn:
    """Ends the run as Ctrl-C does, so that what it made is taken away; a second signal does not disturb that."""
    signal.signal(number, lambda *_: None)
    sys.exit(128 + number)


def _failed(error: SchemactlError, as_json: bool) -> int:
    from ..adapters.database import redact

    usual = "Nothing was changed: mend that and run this again." if error.exit_code == ExitCode.REFUSED else ""
    message, hint = redact(str(error)), redact(error.hint or usual)
    if as_json:
        import json

        typer.echo(json.dumps({"error": message, "hint": hint, "exit_code": error.exit_code, "sqlstate": getattr(error, "sqlstate", None)}))
    else:
        typer.secho("error: ", fg="red", bold=True, err=True, nl=False)
        typer.echo(message, err=True)
        if hint:
            typer.echo(f"hint: {hint}", err=True)
    return error.exit_code
