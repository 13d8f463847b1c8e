"""Function bodies, checked by their language once everything that they name exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..adapters.database import Database
from ..errors import ConnectionLost, DatabaseError
from .script import Placed
from .settings import Session, Settings

# CREATE FUNCTION calls the language's validator itself, except that check_function_bodies was off (ProcedureCreate in pg_proc.c)
_FUNCTIONS = """
select p.oid, p.oid::regprocedure::text, pg_catalog.format('%%I.%%I', n.nspname, v.proname), coalesce(p.proconfig, '{}')
from pg_catalog.pg_proc p
join pg_catalog.pg_language l on l.oid = p.prolang
join pg_catalog.pg_proc v on v.oid = l.lanvalidator
join pg_catalog.pg_namespace n on n.oid = v.pronamespace
where p.prokind <> 'a' and p.oid <> all (%s)
and not exists (
    select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
)
order by p.oid
"""
# the one just made: among functions of a name the one whose row was written last
_JUST_MADE = "select oid from pg_catalog.pg_proc where proname = %s order by pg_catalog.age(xmin), oid desc limit 1"
_MAY_NOT_CHECK = "42501"


@dataclass(frozen=True, slots=True)
class Origin:
    """The statement that made a function, and the settings in force there."""

    statement: Placed
    settings: Settings


@dataclass(frozen=True, slots=True)
class BadBody:
    """A function whose body its language refuses; `origin` is None where no CREATE FUNCTION of the files made it (a DO block did)."""

    function: str
    origin: Origin | None
    error: DatabaseError


def existing(database: Database) -> list[int]:
    """The oids of the functions that are there."""
    return [oid for (oid,) in database.rows("select oid from pg_catalog.pg_proc")]


def just_made(database: Database, name: str) -> int:
    """The oid of the function of that name that the last statement created or replaced."""
    return int(database.value(_JUST_MADE, (name,)))


def bad_bodies(database: Database, session: Session, old: list[int], origins: Mapping[int, Origin]) -> list[BadBody]:
    """The functions, except for the `old` ones that no statement replaced, whose bodies are wrong, in the order of their creation.

    A function that the role may not call any more is taken as it is.
    """
    bad = []
    for oid, function, validator, config in database.rows(_FUNCTIONS, ([o for o in old if o not in origins],)):
        origin = origins.get(oid)
        session.enter(origin.settings if origin else session.start)
        error = _checked(database, oid, validator, config)
        if error is not None and error.sqlstate != _MAY_NOT_CHECK:
            bad.append(BadBody(function, origin, error))
    return bad


def _checked(database: Database, oid: int, validator: str, config: list[str]) -> DatabaseError | None:
    """What the validator says against a function, under the settings that the function brings along."""
    settings = [("check_function_bodies", "on"), *(tuple(c.split("=", 1)) for c in config)]
    try:
        with database.transaction():
            for setting in settings:
                database.execute("select pg_catalog.set_config(%s, %s, true)", setting)
            database.execute(f"select {validator}(%s)", (oid,))
    except ConnectionLost:
        raise
    except DatabaseError as error:
        return error
    return None
