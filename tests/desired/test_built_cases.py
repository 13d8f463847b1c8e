"""Every folder of `cases`: `schema/` is built as the plain role; then `check.sql` is true, or the error is `error.txt`.

`SCHEMACTL_UPDATE_GOLDEN=1 pytest` writes the errors anew; read them as a reader of them would.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.errors import SchemactlError

CASES = sorted((Path(__file__).parent / "cases").iterdir())
UPDATE = bool(os.environ.get("SCHEMACTL_UPDATE_GOLDEN"))


def outcome(server: ScratchServer, folder: Path, query: str) -> str:
    """The error of building the folder, with its hint; without one, what the query answers."""
    with scratch_database(server) as name, connect(server.owner_url(name)) as database:
        try:
            build(database, folder)
        except SchemactlError as error:
            return f"{error}\n" + (f"next: {error.hint}\n" if error.hint else "")
        return repr(database.value(query)) if query else "built"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(server: ScratchServer, case: Path) -> None:
    check, golden = case / "check.sql", case / "error.txt"
    if check.exists():
        assert outcome(server, case / "schema", check.read_text()) == "True"
        return
    got = outcome(server, case / "schema", "")
    assert got != "built"
    if UPDATE:
        golden.write_text(got)
    assert got == golden.read_text()
