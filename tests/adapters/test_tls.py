"""Who gets a password: a server behind TLS, of an authority of its own, reached by a name over loopback."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from schemactl import config
from schemactl.adapters.binaries import found
from schemactl.adapters.database import Database, connect, connection_parts, with_parts
from schemactl.adapters.scratch.account import account, cache_folder, readable
from schemactl.adapters.scratch.postmaster import init_cluster, start, stop
from schemactl.adapters.tls import verified
from schemactl.errors import ConnectionFailure

NAME, PASSWORD = "db.example.test", "s3cret"
TLS = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"


@dataclass(frozen=True)
class Live:
    url: str
    authority: str


@pytest.fixture(scope="module")
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    """A server with a certificate for NAME, whose authority no machine knows."""
    settings = config.load(Path(__file__).parent)
    who = account(settings)
    major = request.config.getoption("--pg-major")
    binaries = next(b for b in found() if b.major == major)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        programs = readable(binaries, who, cache_folder(settings, who))
        init_cluster(programs, who, root / "data", PASSWORD)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(root / "authority.pem")
        certificate = authority.issue_cert(NAME)
        for name, blobs in {"server.crt": certificate.cert_chain_pems, "server.key": [certificate.private_key_pem]}.items():
            path = root / "data" / name
            path.write_bytes(b"".join(blob.bytes() for blob in blobs))
            path.chmod(0o600)
            who.own(path)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        listening = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "ssl": "on"}
        process = start(programs, who, root / "data", root / "log", listening)
        try:
            yield Live(f"postgresql://schemactl_admin:{PASSWORD}@{NAME}:{port}/postgres", str(root / "authority.pem"))
        finally:
            stop(programs, process)


def reached(url: str, authority: str = "") -> Database:
    """A connection that is verified as if the server were elsewhere, with the address that a name server would give."""
    return connect(with_parts(verified(url, authority, {}), hostaddr="127.0.0.1"))


def test_a_server_of_an_unknown_authority_gets_no_password(live: Live) -> None:
    with pytest.raises(ConnectionFailure, match=r"certificate verify failed|does not exist") as caught:
        reached(live.url)
    assert "sslrootcert" in (caught.value.hint or "")
    assert PASSWORD not in str(caught.value)


def test_one_whose_authority_is_named_does(live: Live) -> None:
    with reached(live.url, live.authority) as database:
        assert database.value(TLS)


def test_one_of_another_name_does_not(live: Live) -> None:
    with pytest.raises(ConnectionFailure, match="does not match host name") as caught:
        reached(live.url.replace(NAME, "db.other.test"), live.authority)
    assert "another server" in (caught.value.hint or "")


def test_a_mode_that_was_asked_for_stays(live: Live) -> None:
    assert verified(live.url, environment={"PGSSLMODE": "require"}) == live.url
    with reached(with_parts(live.url, sslmode="require")) as database:
        assert database.value(TLS)


@pytest.mark.parametrize("url", ["postgresql:///app", "host=/run/postgresql", "postgresql://localhost/app", "postgresql://[::1]:5432/app"])
def test_this_machine_needs_no_certificate(url: str) -> None:
    assert verified(url, environment={}) == url


def test_hosts_are_local_together_only() -> None:
    assert connection_parts(verified("postgresql://localhost,db.example.test/app", environment={}))["sslmode"] == "verify-full"
    assert "sslmode" not in connection_parts(verified("dbname=app", environment={"PGHOST": "/tmp"}))
    assert connection_parts(verified("dbname=app", environment={"PGHOST": "db.example.test"}))["sslmode"] == "verify-full"


def test_the_roots_are_those_named_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    mine = tmp_path / "mine.pem"
    mine.touch()
    url, variable = "postgresql://db.example.test/app", {"SSL_CERT_FILE": str(mine)}
    assert connection_parts(verified(url, "/named.pem", variable))["sslrootcert"] == "/named.pem"
    assert connection_parts(verified(url, environment=variable))["sslrootcert"] == str(mine)
    assert "sslrootcert" not in connection_parts(verified(url, environment={**variable, "PGSSLROOTCERT": "/theirs.pem"}))
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").touch()
    assert "sslrootcert" not in connection_parts(verified(url, environment=variable))
