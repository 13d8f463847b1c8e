"""The settings of the session that runs the files: what one file sets holds to its end, also for its statements that had to wait."""

from __future__ import annotations

from collections.abc import Mapping

from ..adapters.database import Database
from ..adapters.sql import Piece
from ..errors import ConnectionLost

Settings = Mapping[str, str]
"""Name → value of every setting of this session that differs from what the connection came with."""

SETTERS = frozenset({"CallStmt", "DiscardStmt", "DoStmt", "ExecuteStmt", "SelectStmt", "VariableSetStmt"})
"""Statements that can change a setting: SET, RESET, and whatever may call set_config()."""

# functions are checked once everything exists; notices of "does not exist, skipping" are noise
_START = {"check_function_bodies": "off", "client_min_messages": "warning"}
_NEEDED = {"client_encoding": "UTF8", "standard_conforming_strings": "on"}


class Session:
    """The connection's settings, known without asking while only these methods and `SETTERS` change them.

    A setting that belongs to no parameter of the server (`set app.tenant = 1`) is not seen: a statement that waits runs without it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._role = self._current_role()
        self._before = self._read()
        self.start: Settings = {**self._before, **_START}
        self.now: Settings = self._before

    def enter(self, wanted: Settings) -> None:
        """Makes these the settings, all others what the connection came with."""
        if wanted != self.now:
            self._database.execute("reset all")
            self._apply(wanted)
            self.now = wanted

    def observe(self, piece: Piece) -> str:
        """Notes what the statement, which ran, has set; what it may not have set comes back as the reason."""
        if piece.node not in SETTERS:
            return ""
        self.now = self._read()
        if self._current_role() != self._role:
            return "it changes the role; everything is created by one role"
        wrong = [n for n, value in _NEEDED.items() if self.now.get(n, value).upper() != value.upper()]
        return f"it changes {wrong[0]}; schema files are read as UTF-8 with standard_conforming_strings" if wrong else ""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Puts the connection's own settings back, where it still stands."""
        if kind is None or not issubclass(kind, ConnectionLost):
            self.enter(self._before)

    def _apply(self, settings: Settings) -> None:
        if settings:
            calls = ", ".join(["pg_catalog.set_config(%s, %s, false)"] * len(settings))
            self._database.execute(f"select {calls}", [part for item in settings.items() for part in item])

    def _read(self) -> Settings:
        rows = self._database.rows("select name, setting from pg_catalog.pg_settings where source = 'session' order by name")
        return dict(rows)

    def _current_role(self) -> str:
        return str(self._database.value("select current_user"))
