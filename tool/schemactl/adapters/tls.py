"""What keeps a password from a server that only says that it is the right one: TLS with the certificate and the name verified."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .database import connection_parts, with_parts

OWN_ROOTS = Path(".postgresql") / "root.crt"
"""Below the home folder: where libpq looks by itself."""
SYSTEM_ROOTS = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Debian, Fedora, openSUSE, RHEL, Alpine and macOS; as in Go's crypto/x509, root_linux.go."""


def verified(url: str, roots: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """The connection with `sslmode=verify-full`, where neither it nor PGSSLMODE says otherwise and it leaves this machine.

    `roots` is a file of certificates to trust; else those that libpq would take, else the system's: `sslrootcert=system` would mean the
    ones that the OpenSSL inside a wheel was built with (https://www.postgresql.org/docs/17/libpq-ssl.html).

    Raises:
        UsageError: `url` is no connection string.
    """
    parts = connection_parts(url)
    mode = parts.get("sslmode") or environment.get("PGSSLMODE", "")
    if "service" in parts or environment.get("PGSERVICE") or (not mode and is_local(parts, environment)):
        return url
    if mode and not mode.startswith("verify"):
        return url
    found = {} if "sslrootcert" in parts or environment.get("PGSSLROOTCERT") else _roots(roots, environment)
    return with_parts(url, sslmode=mode or "verify-full", **found)


def is_local(parts: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the connection stays on this machine: a socket, or loopback."""
    named = parts.get("hostaddr") or environment.get("PGHOSTADDR") or parts.get("host") or environment.get("PGHOST", "")
    return all(h in ("", "localhost", "::1") or h.startswith(("/", "@", "127.")) for h in named.split(","))


def _roots(roots: str, environment: Mapping[str, str]) -> dict[str, str]:
    if roots:
        return {"sslrootcert": roots}
    if (Path.home() / OWN_ROOTS).is_file():
        return {}
    candidates = (environment.get("SSL_CERT_FILE", ""), *SYSTEM_ROOTS)
    return next(({"sslrootcert": file} for file in candidates if file and Path(file).is_file()), {})
