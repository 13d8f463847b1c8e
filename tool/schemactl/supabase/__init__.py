"""What belongs to the Supabase platform: its schemas, its roles, and a base that stands in for it on a plain PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

PLATFORM_SCHEMAS: frozenset[str] = frozenset(
    {
        "_analytics",
        "_realtime",
        "_supavisor",
        "auth",
        "cron",
        "dbdev",
        "etl",
        "extensions",
        "graphql",
        "graphql_public",
        "net",
        "pgbouncer",
        "pgmq",
        "pgsodium",
        "pgsodium_masks",
        "pgtle",
        "realtime",
        "repack",
        "storage",
        "supabase_functions",
        "supabase_migrations",
        "tiger",
        "tiger_data",
        "topology",
        "vault",
    }
)
"""Schemas that the platform, its services or its extensions keep: what is inside is not the user's to migrate."""

PLATFORM_ROLES: frozenset[str] = frozenset(
    {
        "anon",
        "authenticated",
        "authenticator",
        "cli_login_postgres",
        "dashboard_user",
        "pgbouncer",
        "pgsodium_keyholder",
        "pgsodium_keyiduser",
        "pgsodium_keymaker",
        "pgtle_admin",
        "service_role",
        "supabase_admin",
        "supabase_auth_admin",
        "supabase_etl_admin",
        "supabase_functions_admin",
        "supabase_privileged_role",
        "supabase_read_only_user",
        "supabase_realtime_admin",
        "supabase_replication_admin",
        "supabase_storage_admin",
    }
)
"""Roles that the platform makes. `postgres` is not among them: it owns what the user makes."""


def base_sql() -> str:
    """SQL that gives a plain PostgreSQL the roles, `auth` and `extensions` that a project has from its first day.

    It is run by a superuser, in any database, any number of times; of a role that exists already only bypassrls is mended.
    """
    return files(__package__).joinpath("platform.sql").read_text(encoding="utf-8")


def is_supabase(schemas: Collection[str], roles: Collection[str]) -> bool:
    """Whether a database with these schemas and roles is a Supabase project or stands in for one."""
    return "supabase_admin" in roles and "auth" in schemas
