"""Indexes that a CREATE INDEX CONCURRENTLY left invalid on live: finished where they are wanted, dropped where not."""

from __future__ import annotations

import pytest

from schemactl.errors import DatabaseError, ExitCode
from workspace import Workspace

TABLE = "create table public.t (id integer, v integer);"
IS_VALID = "select indisvalid from pg_index where indexrelid = 'public.ix'::regclass"


@pytest.fixture
def unfinished(workspace: Workspace) -> Workspace:
    """Live with a unique index that duplicates kept from being finished; the duplicates are gone since."""
    workspace.by_hand(f"{TABLE} insert into public.t values (1, 1), (2, 1);")
    with pytest.raises(DatabaseError, match="could not create unique index"):
        workspace.by_hand("create unique index concurrently ix on public.t (v)")
    workspace.by_hand("delete from public.t where id = 1")
    assert workspace.value(IS_VALID) is False
    return workspace


def test_one_that_is_wanted_is_built_again(unfinished: Workspace) -> None:
    unfinished.schema(t=f"{TABLE} create unique index ix on public.t (v);")
    assert unfinished.run("diff", "--stdout", "--exit-code").returncode == ExitCode.DIFFERENT
    assert unfinished.ok("diff", "--stdout") == "reindex index public.ix;\n"
    assert "~ index public.ix (not valid: built again)" in unfinished.ok("diff")
    unfinished.ok("apply", "--yes")
    assert unfinished.value(IS_VALID) is True
    assert "nothing to do" in unfinished.ok("diff")
    unfinished.ok("rollback", "--yes")
    assert unfinished.value(IS_VALID) is True


def test_one_that_is_not_wanted_is_dropped(unfinished: Workspace) -> None:
    unfinished.schema(t=TABLE)
    assert unfinished.ok("diff", "--stdout") == "drop index public.ix;\n"
