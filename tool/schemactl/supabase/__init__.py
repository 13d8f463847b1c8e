"""What belongs to the Supabase platform: its schemas, its roles, and a base that stands in for it on a plain PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

from ..adapters.database import Database
from .history import History, history
from .managed import copyable, managed_part
from .names import API_ROLES, HOSTS, LENT_SCHEMAS, PLATFORM_ROLES, PLATFORM_SCHEMAS
from .project import linked_url, local_url
from .standins import Extensions, Installed, available, installed, standins_digest

__all__ = [
    "API_ROLES",
    "HOSTS",
    "LENT_SCHEMAS",
    "PLATFORM_ROLES",
    "PLATFORM_SCHEMAS",
    "Extensions",
    "History",
    "Installed",
    "available",
    "base_sql",
    "copyable",
    "history",
    "installed",
    "is_supabase",
    "linked_url",
    "local_url",
    "managed_part",
    "standins_digest",
]


def base_sql(server: Database) -> str:
    """SQL that gives a plain PostgreSQL what a project has from its first day; extensions that the server lacks come as stand-ins.

    It is run by a superuser, in any database, any number of times; of a role that exists already only bypassrls is mended.
    """
    platform = files(__package__).joinpath("platform.sql").read_text(encoding="utf-8")
    return f"{platform};\n{Extensions(can=available(server)).of_every_project({e.name for e in installed(server)})}"


def is_supabase(schemas: Collection[str], roles: Collection[str]) -> bool:
    """Whether a database with these schemas and roles is a Supabase project or stands in for one."""
    return "supabase_admin" in roles and "auth" in schemas
