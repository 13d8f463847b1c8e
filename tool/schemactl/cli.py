"""The command line: flags → one call of the pipeline → print → exit code. Heavy imports happen where they are used."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from . import __version__
from .errors import EnvironmentFailure, ExitCode, SchemactlError

if TYPE_CHECKING:
    from .config import Settings
    from .terminal import Terminal

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

STOPPED = (128 + signal.SIGINT, 128 + signal.SIGTERM)
"""Exit codes of a process that a signal ended, as a shell counts."""

Db = Annotated[
    str, typer.Option("--db", metavar="URL", help="Live database; else SCHEMACTL_DATABASE_URL, SUPABASE_DB_URL, DATABASE_URL, .env.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AnyMajor = Annotated[bool, typer.Option("--any-major", help="Accept a scratch server of another major version than live's.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would run, by the same code path, and run nothing.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"schemactl {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Desired schema in, proved migrations out."""


@app.command()
def diff(
    name: Annotated[str, typer.Argument(help="Name of the migration; made from the change where none is given.")] = "",
    start: Annotated[str, typer.Option("--from", metavar="URL|DIR", help="Start state; default: live.")] = "",
    goal: Annotated[str, typer.Option("--to", metavar="URL|DIR", help="Wanted state; default: schema/.")] = "",
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the UP statements, write no file.")] = False,
    down: Annotated[bool, typer.Option("--down", help="With --stdout: print the DOWN statements instead.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when there are differences.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse when the database holds objects that schemactl cannot compare.")] = False,
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="OLD=NEW", help="What goes and what comes are one object.")
    ] = None,
    no_live_counts: Annotated[
        bool, typer.Option("--no-live-counts", help="Do not count on live which rows are in the way or would be lost.")
    ] = False,
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Propose the next migration: compare live with schema/, prove the way up and down on a copy, write the file.

    Example:  schemactl diff add_order_notes
    Renamed:  schemactl diff --rename public.orders.note=notes
    Any two:  schemactl diff --from postgresql://…/old --to schema --stdout
    """
    from .pipeline import propose

    terminal, settings = _start(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = propose(
            settings,
            report,
            name=name,
            start=start,
            goal=goal,
            write=not stdout,
            strict=strict,
            renames=rename or (),
            live_counts=not no_live_counts,
            ask=terminal.ask_of_rename if terminal.is_attended else None,
        )
    terminal.proposal(outcome, script=("down" if down else "up") if stdout else "")
    if exit_code and outcome.proposal.is_different:
        raise typer.Exit(ExitCode.DIFFERENT)


@app.command()
def pull(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 3 when live has what schema/ does not say.")] = False,
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Write live as schema files, one file an object, that build it back; in a folder with files only what live has changed.

    Example:  schemactl pull --db postgresql://…
    """
    from .pipeline import pull as pull_live

    terminal, settings = _start(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = pull_live(settings, report, check=check)
    terminal.pulled(outcome)
    if check and outcome.changes:
        raise typer.Exit(ExitCode.DIFFERENT)


@app.command()
def prove(
    number: Annotated[int, typer.Argument(help="Number of the migration file.")],
    any_major: AnyMajor = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Prove a migration file again after a person edited it, and renew its header.

    Example:  schemactl prove 4
    """
    from .pipeline import prove_file

    terminal, settings = _start(db, as_json, any_major=any_major)
    with terminal.progress() as report:
        outcome = prove_file(settings, report, number)
    terminal.proved(outcome)


@app.command()
def apply(
    to: Annotated[int | None, typer.Option("--to", metavar="NUMBER", help="Stop after this migration.")] = None,
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="HAZARD", help="Accept a hazard, e.g. deletes_data.")] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Run the pending migrations on live, each in one transaction, checked before and after.

    Example:  schemactl apply --dry-run
    """
    from .pipeline import apply_pending

    terminal, settings = _start(db, as_json)
    confirm = None if yes or dry_run else terminal.confirm
    outcome = apply_pending(
        settings,
        terminal.say,
        confirm=confirm,
        up_to=to,
        allow=frozenset(name for names in allow or () for name in names.split(",")),
        execute=not dry_run,
    )
    terminal.applied(outcome)


app.command("up", hidden=True, help=f"The same as apply: {apply.__doc__}")(apply)


@app.command()
def rollback(
    count: Annotated[int, typer.Argument(min=1, help="How many migrations to take back.")] = 1,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """Run DOWN of the last applied migrations, newest first. The ledger keeps the history.

    Example:  schemactl rollback 1
    """
    from .pipeline import roll_back

    terminal, settings = _start(db, as_json)
    confirm = None if yes or dry_run else terminal.confirm
    outcome = roll_back(settings, terminal.say, count, confirm=confirm, execute=not dry_run)
    terminal.applied(outcome)


@app.command()
def status(
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 3 when migrations are pending or live has drifted.")] = False,
    db: Db = "",
    as_json: Json = False,
) -> None:
    """List applied, pending, edited and missing migrations, and say whether live has drifted.

    Example:  schemactl status --exit-code
    """
    from .pipeline import read_status

    terminal, settings = _start(db, as_json)
    found = read_status(settings)
    terminal.status(found)
    if exit_code and not found.is_clean:
        raise typer.Exit(ExitCode.DIFFERENT)


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Keep the temporary folder, to look around in it.")] = False,
) -> None:
    """A tour on this machine: a private PostgreSQL stands in for live, the trading schema grows in three proved migrations.

    Example:  schemactl demo
    """
    from .pipeline.demo import tour

    terminal, _ = _start("", as_json=False)
    tour(terminal, keep=keep)


def _start(db: str, as_json: bool, **overrides: Any) -> tuple[Terminal, Settings]:
    from .config import load
    from .terminal import Terminal

    return Terminal(as_json=as_json), load(Path.cwd(), database=db, **overrides)


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
    from .adapters.database import redact

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
