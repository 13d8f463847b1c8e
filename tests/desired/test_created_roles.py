"""Roles in schema files: they belong to the server, which may have them already."""

from __future__ import annotations

from pathlib import Path

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build, roles_made_by


def test_a_role_that_is_there_already_is_taken_as_it_is(server: ScratchServer, tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("create role twice_made; create table t (id int); grant select on t to twice_made;")
    assert roles_made_by(tmp_path) == ("twice_made",)
    try:
        for _ in range(2):
            with scratch_database(server) as name, connect(server.owner_url(name)) as database:
                build(database, tmp_path)
                assert database.value("select has_table_privilege('twice_made', 't', 'select')")
    finally:
        with connect(server.url()) as admin:
            admin.execute("drop role twice_made")
