"""The migrations that Supabase's own command line keeps: files in `supabase/migrations`, rows on live."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..adapters.database import Database

FOLDER = Path("supabase") / "migrations"
NAME = re.compile(r"(?P<version>[0-9]+)_.*\.sql")
READABLE = """select pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'supabase_migrations' and c.relname = 'schema_migrations'"""
APPLIED = "select version from supabase_migrations.schema_migrations order by version"


@dataclass(frozen=True, slots=True)
class History:
    """Files in the order in which they run, and the versions that ran on live."""

    files: tuple[Path, ...]
    applied: frozenset[str]

    @property
    def pending(self) -> tuple[Path, ...]:
        return tuple(file for file in self.files if version_of(file) not in self.applied)

    def __str__(self) -> str:
        return f"adopts {len(self.files)} files of {FOLDER.as_posix()}, the last {self.files[-1].stem}" if self.files else ""


def history(root: Path, live: Database) -> History:
    """What the folder and live know of it; nothing where neither does, or live's rows may not be read."""
    applied = live.rows(APPLIED) if live.value(READABLE) else ()
    return History(_files(root / FOLDER), frozenset(version for (version,) in applied))


def version_of(file: Path) -> str:
    found = NAME.fullmatch(file.name)
    return found["version"] if found else ""


def _files(folder: Path) -> tuple[Path, ...]:
    found: Sequence[Path] = [path for path in folder.glob("*.sql") if NAME.fullmatch(path.name)] if folder.is_dir() else []
    return tuple(sorted(found, key=lambda path: path.name))
