"""A schema that needs ICU, on a server built without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, scratch_database
from schemactl.desired import build
from schemactl.errors import SchemaFileError


def test_an_icu_collation_says_the_way_out(server: ScratchServer, tmp_path: Path) -> None:
    if server.has_icu:
        pytest.skip("the server has ICU")
    (tmp_path / "german.sql").write_text("create collation german (provider = icu, locale = 'de');")
    with scratch_database(server) as name, connect(server.owner_url(name)) as database, pytest.raises(SchemaFileError) as refused:
        build(database, tmp_path)
    assert "german.sql:1:1" in str(refused.value)
    assert "Docker" in refused.value.hint
