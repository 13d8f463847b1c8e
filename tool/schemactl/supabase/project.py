"""What Supabase's own command line knows: the local one of `supabase/config.toml`, and the one that a folder is linked to."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ..adapters.database import connection_parts, with_parts
from ..errors import UsageError

CONFIG = Path("supabase") / "config.toml"
REFERENCE = Path("supabase") / ".temp" / "project-ref"
POOLER = Path("supabase") / ".temp" / "pooler-url"
LOCAL_PORT = 54322
SESSION_PORT = "5432"


def local_url(root: Path) -> str:
    """The database of `supabase start`: loopback, with the port that config.toml says and the password that everybody's has.

    Raises:
        UsageError: there is no config.toml, or it cannot be read.
    """
    path = root / CONFIG
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"there is no {CONFIG}", hint="`supabase init` makes one; `--db local` means what it describes.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="Mend the file: it is TOML.") from None
    port = table.get("db", {}).get("port", LOCAL_PORT)
    return f"postgresql://postgres:postgres@127.0.0.1:{port}/postgres"


def linked_url(root: Path, password: str = "") -> str:
    """The linked project's database, empty where none is linked: through the session pooler where the link names one, else directly.

    Raises:
        UsageError: the files of the link hold something else.
    """
    reference = _line(root / REFERENCE)
    if not reference:
        return ""
    if not reference.isalnum():
        raise UsageError(f"{REFERENCE} holds no project reference", hint="Link again: supabase link --project-ref REFERENCE")
    url = _through_pooler(_line(root / POOLER)) or f"postgresql://postgres@db.{reference}.supabase.co:{SESSION_PORT}/postgres"
    return with_parts(url, password=password) if password else url


def _through_pooler(url: str) -> str:
    """The pooler's session port, whichever was linked; the link has a placeholder for the password."""
    if not url:
        return ""
    parts = connection_parts(url.replace(":[YOUR-PASSWORD]@", "@"))
    if not ("user" in parts and "host" in parts):
        raise UsageError(f"{POOLER} holds no connection string", hint="Link again: supabase link --project-ref REFERENCE")
    return f"postgresql://{parts['user']}@{parts['host']}:{SESSION_PORT}/{parts.get('dbname', 'postgres')}"


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
