"""Subscriptions, always made without a connection to the publisher, as pg_dump makes them: somebody enables them by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal

# what PostgreSQL assumes where nothing is said: https://www.postgresql.org/docs/current/sql-createsubscription.html
ASSUMED = {
    "binary": "false",
    "streaming": "off",
    "synchronous_commit": "off",
    "two_phase": "false",
    "disable_on_error": "false",
    "password_required": "true",
    "run_as_owner": "false",
    "origin": "any",
    "failover": "false",
}
# ALTER asks the publisher for these, or refuses them
FIXED = ("two_phase", "failover")


@dataclass(frozen=True, kw_only=True)
class Subscription(Fact):
    KIND = "subscription"
    FOR_SUPERUSERS = True
    OF_CLUSTER = True  # its catalog is: a database made from a template has none of its subscriptions

    connection: str
    publications: tuple[str, ...]
    slot_name: str
    binary: str
    streaming: str
    synchronous_commit: str
    two_phase: str
    disable_on_error: str
    password_required: str | None
    run_as_owner: str | None
    origin: str | None
    failover: str | None

    def create(self, goal: Catalog) -> Change:
        options = ", ".join(["connect = false", f"slot_name = {self.slot_name}", *self._options(ASSUMED)])
        text = (
            f"create subscription {self.identity} connection {literal(self.connection)} publication {self._publications()} with ({options})"
        )
        return Change.of(self.key, Verb.CREATE, text)

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        # without a slot it asks nothing of the publisher, so that it can be dropped in a transaction
        head = f"alter subscription {self.identity}"
        forget = [f"{head} disable", f"{head} set (slot_name = none)"] if self.slot_name != "none" else []
        return Change.of(self.key, Verb.DROP, [*forget, f"drop subscription {self.identity}"])

    def alter(self, goal: Subscription, start: Catalog, target: Catalog) -> Change | None:
        if any(getattr(self, name) != getattr(goal, name) for name in FIXED):
            return None
        head = f"alter subscription {self.identity}"
        options = list(goal._options({name: getattr(self, name) for name in ASSUMED}))
        if goal.slot_name != self.slot_name:
            options.insert(0, f"slot_name = {goal.slot_name}")
        statements = [
            f"{head} connection {literal(goal.connection)}" if goal.connection != self.connection else "",
            f"{head} set publication {goal._publications()} with (refresh = false)" if goal.publications != self.publications else "",
            f"{head} set ({', '.join(options)})" if options else "",
        ]
        return Change.of(self.key, Verb.ALTER, [s for s in statements if s])

    def _publications(self) -> str:
        return ", ".join(self.publications)

    def _options(self, before: Mapping[str, str | None]) -> Iterable[str]:
        for name, value in before.items():
            wanted = getattr(self, name)
            if wanted is not None and wanted != value:
                yield f"{name} = {wanted}"
