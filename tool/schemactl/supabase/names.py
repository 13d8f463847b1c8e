"""The names of what the platform keeps."""

from __future__ import annotations

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

API_ROLES: frozenset[str] = frozenset({"anon", "authenticated", "service_role"})
"""Platform roles as which the user's own requests come."""

LENT_SCHEMAS: frozenset[str] = frozenset({"auth", "realtime", "storage"})
"""Platform schemas on whose tables users hang policies: what hangs there is theirs, the tables are not."""

PLATFORM_PUBLICATIONS: frozenset[str] = frozenset({"supabase_realtime", "supabase_realtime_messages_publication"})
"""Publications that every project has. Which of the user's tables are in them is for the user to say."""

HOSTS = ("supabase_auth_admin", "supabase_realtime_admin", "supabase_storage_admin")
"""The roles that own the tables of the lent schemas."""
