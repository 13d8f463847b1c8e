"""Settings: `schemactl.toml` or `[tool.schemactl]` in `pyproject.toml`, then the environment and `.env`, then the command line."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from .errors import UsageError

LIVE_VARIABLES = ("SCHEMACTL_DATABASE_URL", "SUPABASE_DB_URL", "DATABASE_URL")
SCRATCH_VARIABLE = "SCHEMACTL_SCRATCH_URL"
CACHE_VARIABLE = "SCHEMACTL_CACHE_DIR"
LINKED_VARIABLE = "SUPABASE_DB_PASSWORD"
"""As Supabase's own command line has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project may set. Every field but those of the first two lines here is a key of the settings table.

    root: the folder that holds the settings file, else the current folder; has_file: whether there is one.
    schema_dir, migrations_dir: below it.
    live_url: the database to compare with and to apply to, empty where none is known; live_source: where that was read, for messages.
    linked_password: of the project that `supabase link` knows.   sslrootcert: certificates to trust live by, a file below the root.
    scratch_url: a server to make scratch databases on; empty: a private server.   scratch_image: the Docker image, `{major}` is replaced.
    scratch_user: who runs the private server when we are root; empty: `postgres`, else `nobody`.
    cache_dir: where private servers live; empty: the user's cache folder, for root the machine's.
    platform: `plain`, `supabase` or `auto` (the catalog of live decides).   any_major: allow a scratch server of another major version.
    include, exclude: patterns of what alone is compared, and of what is not (`table archive.*`).
    keep_live_partitions: a partition on live that no migration made is left alone.
    declared_data: `buckets` and `cron_jobs`, where schema files say which there are.
    api_schemas: what the API exposes.   advise_ignore: rules of `advise` not to be asked, alone or with a pattern of names.
    lint_ignore: rules of `lint` to leave out, alone or with a pattern of file or object names.
    lock_timeout, statement_timeout: PostgreSQL intervals (`5s`) for statements on live.
    """

    root: Path
    has_file: bool = False
    live_url: str = ""
    live_source: str = ""
    linked_password: str = field(default="", repr=False)
    schema_dir: str = "schema"
    migrations_dir: str = "generated_migrations"
    sslrootcert: str = ""
    scratch_url: str = ""
    scratch_image: str = ""
    scratch_user: str = ""
    cache_dir: str = ""
    platform: str = "auto"
    any_major: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    keep_live_partitions: bool = True
    declared_data: tuple[str, ...] = ()
    api_schemas: tuple[str, ...] = ("public", "graphql_public")
    advise_ignore: tuple[str, ...] = ()
    lint_ignore: tuple[str, ...] = ()
    lock_timeout: str = "5s"
    statement_timeout: str = "10min"

    @property
    def schema_path(self) -> Path:
        return self.root / self.schema_dir

    @property
    def migrations_path(self) -> Path:
        return self.root / self.migrations_dir


OWN = ("root", "has_file", "live_url", "live_source", "linked_password")
DECLARABLE = {"buckets": "bucket", "cron_jobs": "cron_job"}
"""What `declared_data` may say → the kind of object that it is."""
PLATFORMS = ("auto", "plain", "supabase")
WORDS = {"str": "a string", "bool": "true or false", "tuple[str, ...]": "a list of strings"}
"""The fields' types, as annotations are written, in a person's words."""
KEYS_HINT = "The README's section Settings has the keys and what they mean."


def load(start: Path, environment: Mapping[str, str] | None = None, *, database: str = "", **overrides: Any) -> Settings:
    """Settings for a run in the folder `start`; `database` is the `--db` of the command line.

    Raises:
        UsageError: the settings file or `.env` cannot be read, or has a key or a value that is none.
    """
    env = {**_dotenv(start), **(os.environ if environment is None else environment)}
    root, table = _settings_file(start)
    url, source = _live(database, env)
    settings = Settings(
        root=root or start,
        has_file=root is not None,
        live_url=url,
        live_source=source,
        linked_password=env.get(LINKED_VARIABLE, ""),
        **_checked(table),
    )
    from_env = {"scratch_url": env.get(SCRATCH_VARIABLE, ""), "cache_dir": env.get(CACHE_VARIABLE, "")}
    chosen = {k: v for k, v in {**from_env, **overrides}.items() if v}  # a flag that is not given decides nothing
    return replace(settings, **chosen)


def _live(database: str, env: Mapping[str, str]) -> tuple[str, str]:
    """The connection string, and who named it."""
    if database:
        return database, "--db"
    return next(((env[name], name) for name in LIVE_VARIABLES if env.get(name)), ("", ""))


def _dotenv(start: Path) -> dict[str, str]:
    path = start / ".env"
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        return {k: v for k, v in dotenv_values(path).items() if v is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="Save it as UTF-8, one NAME=value a line.") from None


def _settings_file(start: Path) -> tuple[Path | None, dict[str, Any]]:
    """The nearest folder, from `start` upwards, with a table of ours, and that table; None where there is none."""
    for folder in (start, *start.parents):
        if (path := folder / "schemactl.toml").is_file():
            return folder, _toml(path)
        if (path := folder / "pyproject.toml").is_file() and (table := _pyproject(path)) is not None:
            return folder, table
    return None, {}


def _pyproject(path: Path) -> dict[str, Any] | None:
    tool = _toml(path).get("tool", {})
    ours = tool.get("schemactl") if isinstance(tool, dict) else tool
    if ours is None or isinstance(ours, dict):
        return ours
    raise UsageError(f"{path}: `tool.schemactl` is no table", hint=KEYS_HINT)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}", hint="Mend the file; https://toml.io describes the format.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="Check the file's rights.") from None


def _checked(table: dict[str, Any]) -> dict[str, Any]:
    """The table with `scratch = {url, image, user}` flattened to `scratch_url` …, every key and type checked."""
    flat = dict(table)
    scratch = flat.pop("scratch", {})
    if not isinstance(scratch, dict):
        raise UsageError("settings: `scratch` is a table with `url`, `image` and `user`", hint=KEYS_HINT)
    flat |= {f"scratch_{k}": v for k, v in scratch.items()}
    known = {f.name: str(f.type) for f in fields(Settings) if f.name not in OWN}
    for key, value in list(flat.items()):
        if key not in known:
            raise UsageError(f"settings: unknown key `{key}`", hint=f"Known keys: {', '.join(sorted(known))}.")
        if not _fits(value, known[key]):
            raise UsageError(f"settings: `{key}` must be {WORDS[known[key]]}, not {value!r}", hint=KEYS_HINT)
        flat[key] = tuple(value) if isinstance(value, list) else value
    if flat.get("platform", PLATFORMS[0]) not in PLATFORMS:
        raise UsageError(f"settings: `platform` must be one of {', '.join(PLATFORMS)}, not {flat['platform']!r}", hint=KEYS_HINT)
    if unknown := set(flat.get("declared_data", ())) - set(DECLARABLE):
        raise UsageError(f"settings: `declared_data` may hold {' and '.join(DECLARABLE)}, not {sorted(unknown)[0]!r}", hint=KEYS_HINT)
    return flat


def _fits(value: Any, annotation: str) -> bool:
    if annotation == "bool":
        return isinstance(value, bool)
    return isinstance(value, str) if annotation == "str" else isinstance(value, list) and all(isinstance(v, str) for v in value)
