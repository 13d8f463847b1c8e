"""What belongs to the Supabase platform: its schemas, its roles, and a base that stands in for it on a plain PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

from .managed import copyable, managed_part
from .names import HOSTS, LENT_SCHEMAS, PLATFORM_ROLES, PLATFORM_SCHEMAS
from .standins import Extensions, Installed, available, installed

__all__ = [
    "HOSTS",
    "LENT_SCHEMAS",
    "PLATFORM_ROLES",
    "PLATFORM_SCHEMAS",
    "Extensions",
    "Installed",
    "available",
    "base_sql",
    "copyable",
    "installed",
    "is_supabase",
    "managed_part",
]


def base_sql() -> str:
    """SQL that gives a plain PostgreSQL the roles, `auth` and `extensions` that a project has from its first day.

    It is run by a superuser, in any database, any number of times; of a role that exists already only bypassrls is mended.
    """
    return files(__package__).joinpath("platform.sql").read_text(encoding="utf-8")


def is_supabase(schemas: Collection[str], roles: Collection[str]) -> bool:
    """Whether a database with these schemas and roles is a Supabase project or stands in for one."""
    return "supabase_admin" in roles and "auth" in schemas
