"""The roles of a scratch server of ours: what earlier runs left goes, and the plain role stands as it should."""

from __future__ import annotations

from ...errors import DatabaseError
from ..database import Database, connect
from .server import OpenServer

PREFIX = "schemactl_"
TEMPLATE = "schemactl_t_"

# Templates stay: they are the cache. A template not yet marked is one whose building was interrupted.
_LEFT_DATABASES = """
    select format('drop database %%I with (force)', datname) from pg_catalog.pg_database
    where starts_with(datname, %s) and not (datistemplate and starts_with(datname, %s)) order by datname
"""

_LEFT_ROLES = """
    select format('drop role %%I', rolname) from pg_catalog.pg_roles
    where oid >= 16384 and rolname not in (%s, %s) order by rolname
"""

# From 16 on a membership is one per grantor, and only its grantor's is revoked; before, no other grantor could be named.
_LEFT_MEMBERSHIPS = """
    select format('revoke %%I from %%I', pg_get_userbyid(roleid), pg_get_userbyid(member))
           || case when current_setting('server_version_num')::int >= 160000
              then format(' granted by %%I', pg_get_userbyid(grantor)) else '' end
           || ' cascade'
    from pg_catalog.pg_auth_members m join pg_catalog.pg_roles r on r.oid = m.member where r.rolname = %s
"""

DEPENDENT_OBJECTS = "2BP01"


def prepare(server: OpenServer) -> None:
    """Makes the server as a new one, but for its templates and the roles that own something in them, and the plain role fit to log in.

    Raises:
        DatabaseError: PostgreSQL refuses the owner's name.
    """
    with connect(server.url()) as database:
        database.execute("revoke all on database postgres, template1 from public")
        if server.persistent:
            _run(database, _LEFT_DATABASES, (PREFIX, TEMPLATE))
            _drop_roles(database, server)
            _run(database, _LEFT_MEMBERSHIPS, (server.owner,))
        _plain_role(database, server)


def _plain_role(database: Database, server: OpenServer) -> None:
    """The login of untrusted SQL: no superuser, and in no role that may read or write the host's files or run programs there.

    Before 16, CREATEROLE could grant itself pg_execute_server_program (the release notes of 16, "Privileges"), so it is left out there.
    """
    if not database.rows("select from pg_catalog.pg_roles where rolname = %s", (server.owner,)):
        _run(database, "select format('create role %%I', %s)", (server.owner,))
    create_role = "createrole" if server.major >= 16 else "nocreaterole"
    rights = f"login nosuperuser {create_role} nocreatedb noreplication nobypassrls inherit connection limit -1 valid until 'infinity'"
    _run(database, "select format('alter role %%I ' || %s || ' password %%L', %s, %s)", (rights, server.owner, server.owner_password))
    _run(database, "select format('alter role %%I reset all', %s)", (server.owner,))


def _drop_roles(database: Database, server: OpenServer) -> None:
    """Drops what earlier runs made, in rounds, since roles may depend on one another; those that a template needs stay."""
    left = -1
    while left != 0:
        statements = [row[0] for row in database.rows(_LEFT_ROLES, (server.admin, server.owner))]
        if len(statements) == left:
            return
        left = len(statements)
        for sql in statements:
            try:
                database.execute(sql)
            except DatabaseError as error:
                if error.sqlstate != DEPENDENT_OBJECTS:
                    raise


def _run(database: Database, query: str, params: tuple[object, ...]) -> None:
    """Runs the statements that a query returns."""
    for (sql,) in database.rows(query, params):
        database.execute(sql)
