"""The door to migra: what it would do about some objects, from inspections of two databases that are read once, in the background."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ..model import Form, Key, Statement, Verb
from .database import connection_parts

# the collections of a schemainspect inspector that migra compares
COLLECTIONS = [
    "schemas",
    "relations",
    "tables",
    "views",
    "materialized_views",
    "composite_types",
    "selectables",
    "functions",
    "sequences",
    "enums",
    "constraints",
    "indexes",
    "extensions",
    "privileges",
    "collations",
    "rlspolicies",
    "triggers",
]


class Migra:
    """migra on two databases, both ways. Both are inspected while the caller goes on; `close` waits for that to end.

    Raises nothing while inspecting: a schema that migra cannot read has no proposals, and `failure` says why.
    """

    def __init__(self, start_url: str, goal_url: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="migra")
        self._inspections: Future[tuple[Any, Any]] = self._pool.submit(_inspect_both, start_url, goal_url)
        self.failure = ""

    def proposals(self, roots: Iterable[Key], *, backwards: bool = False) -> Form:
        """migra's statements for the objects named by the keys (tables, views, functions, types …), in its order."""
        names = frozenset(_plain(key.identity) for key in roots)
        try:
            inspections = self._inspections.result()
            start, goal = (_limited(i, names) for i in (reversed(inspections) if backwards else inspections))
            texts = _migration(start, goal)
        except Exception as error:  # noqa: BLE001 - migra raises whatever its dictionaries raise; its opinion is then missing, and said so
            self.failure = f"{type(error).__name__}: {error}"
            return ()
        key = next(iter(roots), Key("schema", ""))
        return tuple(Statement(t.strip().rstrip(";"), key, _verb(t)) for t in texts if not t.startswith("set check_function_bodies"))

    def close(self) -> None:
        self._pool.shutdown(wait=True)


def same_text(sql: str) -> str:
    """A statement without what only style decides: for telling whether migra proposed what was done."""
    text = re.sub(r'"([a-z_][a-z0-9_]*)"', r"\1", sql.strip().rstrip(";"))
    text = re.sub(r"\bif (not )?exists |\bor replace ", "", text, flags=re.I)
    return re.sub(r"\s+", " ", text).lower()


def _inspect_both(start_url: str, goal_url: str) -> tuple[Any, Any]:
    return _inspect(start_url), _inspect(goal_url)


def _inspect(url: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources and SQLAlchemy 1.4 announce their own future
        from schemainspect import get_inspector
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        # the parts go to psycopg2 as they are: SQLAlchemy would read a socket folder or a key=value string as something else
        engine = create_engine("postgresql+psycopg2://", connect_args=connection_parts(url), poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute("set default_transaction_read_only = on")
            return get_inspector(connection)


def _migration(start: Any, goal: Any) -> list[str]:
    from migra import Migration

    migration = Migration(start, goal)
    migration.set_safety(False)
    migration.add_all_changes(privileges=True)
    return list(migration.statements)


def _limited(inspection: Any, names: frozenset[str]) -> Any:
    """A copy of the inspector that knows only the named objects and what hangs on them, so that cost follows the change."""
    import copy

    limited = copy.copy(inspection)
    for collection in COLLECTIONS:
        members = getattr(inspection, collection, None)
        if isinstance(members, dict):
            setattr(limited, collection, type(members)((k, v) for k, v in members.items() if _named(v, names)))
    return limited


def _named(member: Any, names: frozenset[str]) -> bool:
    own = [
        getattr(member, a, None) for a in ("quoted_full_name", "quoted_full_table_name", "quoted_table_name", "quoted_full_selectable_name")
    ]
    plain = [_plain(n) for n in own if isinstance(n, str)] + [_plain(str(getattr(member, "name", "")))]
    return any(n in names for n in plain)


def _plain(identity: str) -> str:
    """`"public"."f"(integer)` → `public.f`: the common ground of two ways to quote."""
    return identity.split("(", 1)[0].replace('"', "")


def _verb(sql: str) -> Verb:
    head = sql.lstrip().lower()
    if head.startswith("create"):
        return Verb.CREATE
    return Verb.DROP if re.search(r"\bdrop (?!default|not null|identity|expression)", head) else Verb.ALTER
