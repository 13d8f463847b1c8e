"""The way to live: which database is meant, with what password, and that it is the right server which gets it."""

from __future__ import annotations

import os
from pathlib import Path

from .. import apply
from ..adapters.database import connect, connection_parts
from ..adapters.tls import verified
from ..config import LIVE_VARIABLES, Settings
from ..errors import ConnectionFailure, SchemactlError, UsageError
from ..supabase import linked_url, local_url

LINKED, LOCAL = "linked", "local"
"""Words for a connection string, as Supabase's own command line has them."""
PROMPT_TIMEOUT = 5
NOT_GIVEN = "no password supplied"
Side = str | Path
"""A connection string, or a folder of schema files."""


def live_url(settings: Settings) -> str:
    """The live database's connection string; that of the linked project where none is named.

    Raises:
        UsageError: none was given, and no project is linked.
        Refused: it is a transaction pooler's.
    """
    if named := settings.live_url or linked_url(settings.root, settings.linked_password):
        return reachable(named, settings)
    example = "--db postgresql://USER@HOST:5432/DATABASE (the password in PGPASSWORD or ~/.pgpass)"
    variables = ", ".join(LIVE_VARIABLES)
    raise UsageError("no live database is named", hint=f"Give {example}, set {variables} (also from .env), or `supabase link` the folder.")


def reachable(named: str, settings: Settings) -> str:
    """What a person named as a database, as the connection string to use.

    Raises:
        UsageError: it is none. Refused: it is a transaction pooler's.
    """
    url = _url_of(named, settings)
    apply.refuse_transaction_pooler(url)
    return verified(url, str(settings.root / settings.sslrootcert) if settings.sslrootcert else "")


def side(text: str, settings: Settings) -> Side:
    """One side of a comparison: a folder where there is one of that name, else a database.

    Raises:
        UsageError: it is neither. Refused: it is a transaction pooler's.
    """
    folder = settings.root / text
    if folder.is_dir():
        return folder
    if text not in (LINKED, LOCAL) and "://" not in text and "=" not in text:
        raise UsageError(f"{text} is neither a folder nor a connection string", hint="Connection strings begin with postgresql://.")
    return reachable(text, settings)


def wants_password(settings: Settings) -> bool:
    """Whether live asks for a password that nothing gives. Tries it: `.pgpass`, and whom the server trusts, are libpq's and its to know."""
    try:
        url = live_url(settings)
        if connection_parts(url).get("password") or os.environ.get("PGPASSWORD"):
            return False
        connect(url, timeout=PROMPT_TIMEOUT).close()
    except ConnectionFailure as error:
        return NOT_GIVEN in str(error)
    except SchemactlError:
        return False  # whatever it is, the command says it
    return False


def _url_of(named: str, settings: Settings) -> str:
    if named == LOCAL:
        return local_url(settings.root)
    if named != LINKED:
        return named
    if url := linked_url(settings.root, settings.linked_password):
        return url
    raise UsageError("this folder is linked to no Supabase project", hint="supabase link --project-ref REFERENCE, or --db postgresql://…")
