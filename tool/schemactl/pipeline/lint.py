"""What the command `lint` does: migrations and schema files, or the files that are named → what there is to say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import migrations
from ..config import Settings
from ..desired import is_empty, sources
from ..errors import UsageError
from ..lint import Looked, lint_migration, lint_schema, lint_sql, without_ignored
from .bench import Report

DECLARED = {"buckets": "storage.buckets", "cron_jobs": "cron.job"}
"""What `declared_data` may hold → the table that has it."""


def lint(settings: Settings, report: Report, files: Sequence[Path] = ()) -> Looked:
    """Looks at the files, folders among them with all `*.sql` in them; without any at the project's migrations and schema files.

    Raises:
        UsageError: a file is not there. MigrationFileError, SchemaFileError: one cannot be read. EnvironmentFailure: no squawk.
    """
    found = _named(settings, files) if files else _whole(settings)
    looked = Looked()
    for path, one in found:
        report(f"looking at {path}")
        looked += one
    return without_ignored(looked, settings.lint_ignore)


def _whole(settings: Settings) -> Iterator[tuple[str, Looked]]:
    for migration in migrations.read(settings.migrations_path):
        path = _shown(settings, migrations.path_of(settings.migrations_path, migration))
        yield path, lint_migration(migration, path, settings.root)
    for file in () if is_empty(settings.schema_path) else sources(settings.schema_path):
        path = _shown(settings, file.folder / file.name)
        yield path, lint_schema(file.text, path, _declared(settings))


def _named(settings: Settings, files: Sequence[Path]) -> Iterator[tuple[str, Looked]]:
    for path in (inner for given in files for inner in _inside(given)):
        yield _shown(settings, path), _one(settings, path.resolve())


def _inside(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob("*.sql"))
    if not path.is_file():
        raise UsageError(f"there is no file {path}", hint="Name files or folders; without any, lint looks at all of the project.")
    return [path]


def _one(settings: Settings, path: Path) -> Looked:
    shown, text = _shown(settings, path), _text(path)
    if path.parent == settings.migrations_path.resolve():
        return lint_migration(migrations.parse(text, version=path.stem), shown, settings.root)
    if path.is_relative_to(settings.schema_path.resolve()):
        return lint_schema(text, shown, _declared(settings))
    return lint_sql(text, shown, settings.root)


def _declared(settings: Settings) -> tuple[str, ...]:
    return tuple(DECLARED[name] for name in settings.declared_data)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8", hint="Save the file as UTF-8.") from None


def _shown(settings: Settings, path: Path) -> str:
    """As seen from the project's folder, where it lies below."""
    whole, root = path.resolve(), settings.root.resolve()
    return (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()
