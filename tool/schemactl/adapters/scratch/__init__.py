"""Scratch servers: where desired states and trial copies are built. `open_server` picks one, always in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace

from ...config import SCRATCH_VARIABLE, Settings
from ...errors import EnvironmentFailure
from ..binaries import Binaries, found
from .databases import cached_template, scratch_database
from .docker import docker_server, missing_engine
from .given import given_server
from .private import private_server
from .server import ADMIN, OpenServer, ScratchServer

__all__ = ["ScratchServer", "cached_template", "open_server", "scratch_database"]

PREFERRED_MAJOR = 17


@dataclass(frozen=True)
class _Wanted:
    """What the run asks of a server, and why each candidate was passed over."""

    major: int | None
    needs_icu: bool
    any_major: bool
    reasons: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"PostgreSQL {self.major or PREFERRED_MAJOR}" + (" with ICU" if self.needs_icu else "")

    def fits(self, major: int) -> bool:
        return self.major in (None, major) or self.any_major

    def distance(self, major: int) -> tuple[int, bool]:
        """Smaller is nearer; of two that are equally far the newer one."""
        goal = self.major or PREFERRED_MAJOR
        return abs(major - goal), major < goal


@contextmanager
def open_server(settings: Settings, *, major: int | None, needs_icu: bool = False, owner: str = "postgres") -> Iterator[ScratchServer]:
    """A scratch server of major version `major` (None: any), open during the block.

    The order: `settings.scratch_url`; a private server from the wheel or a local installation; Docker. `owner` is the role that owns live's
    objects: on a server of ours it is a plain login role, on the user's server the URL's role is used for everything.

    Raises:
        EnvironmentFailure: none fits (the message says why not, one reason a candidate), or the one that fits does not start.
        ConnectionFailure: `settings.scratch_url` cannot be reached.
    """
    wanted = _Wanted(major, needs_icu, settings.any_major)
    with _chosen(settings, wanted, owner) as server:
        _check(server, wanted)
        other = major is not None and server.major != major
        yield replace(server, description=f"{server.description}, not live's {major}") if other else server


def _chosen(settings: Settings, wanted: _Wanted, owner: str) -> AbstractContextManager[OpenServer]:
    if settings.scratch_url:
        return given_server(settings.scratch_url)
    if owner == ADMIN:
        raise EnvironmentFailure(
            f"live's objects belong to a role named {ADMIN}, which is the superuser's name on private servers",
            hint=f"Make a scratch server of your own and name it in {SCRATCH_VARIABLE}.",
        )
    if binaries := _pick(wanted):
        return private_server(settings, binaries, owner)
    if reason := missing_engine():
        wanted.reasons.append(reason)
        raise _nothing_fits(wanted)
    return docker_server(settings, wanted.major or PREFERRED_MAJOR, owner)


def _pick(wanted: _Wanted) -> Binaries | None:
    """The nearest local programs that fit, the first found among equals."""
    fit = []
    for binaries in found():
        if not wanted.fits(binaries.major):
            wanted.reasons.append(f"{binaries}: another major version")
        elif wanted.needs_icu and not binaries.has_icu:
            wanted.reasons.append(f"{binaries}: live uses ICU collations")
        else:
            fit.append(binaries)
    if not found():
        wanted.reasons.append("no wheel and no local installation with initdb, pg_ctl and postgres")
    return min(fit, key=lambda b: wanted.distance(b.major), default=None)


def _check(server: OpenServer, wanted: _Wanted) -> None:
    """Refuses a server, the user's or an image, that turns out to be another than asked for."""
    if not wanted.fits(server.major):
        raise EnvironmentFailure(
            f"the scratch server is {server.description}, but live is PostgreSQL {wanted.major}:"
            " definitions printed by two majors differ where nothing is different",
            hint=f"Use a scratch server of PostgreSQL {wanted.major}, or `--any-major` to take this one all the same.",
        )
    if wanted.needs_icu and not server.has_icu:
        raise EnvironmentFailure(
            f"the scratch server is {server.description}, which is built without ICU, and live uses ICU collations",
            hint=_way_out(wanted),
        )


def _nothing_fits(wanted: _Wanted) -> EnvironmentFailure:
    tried = "; ".join(wanted.reasons)
    return EnvironmentFailure(f"no scratch server fits: {wanted} is needed ({tried})", hint=_way_out(wanted))


def _way_out(wanted: _Wanted) -> str:
    local = f"Install {wanted} from your system's packages (PostgreSQL's own are built with ICU)"
    rest = "" if wanted.major is None else ", or `--any-major` to accept another version"
    return f"{local}, or start Docker, or name a server in {SCRATCH_VARIABLE}{rest if not wanted.needs_icu else ''}."
