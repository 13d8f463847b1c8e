"""Jobs of pg_cron, as declared data: https://github.com/citusdata/pg_cron."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb
from .text import literal


@dataclass(frozen=True, kw_only=True)
class CronJob(Fact):
    KIND = "cron_job"
    READ_FROM = "cron.job"
    name: str
    schedule: str
    command: str
    active: bool

    def is_signed(self, excluded: Collection[str]) -> bool:
        """People schedule as they go: a job that nobody declared is no drift."""
        return False

    def create(self, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.CREATE, [self._scheduled, *([] if self.active else [self._switched])])

    def alter(self, goal: CronJob, start: Catalog, target: Catalog) -> Change:
        again = [goal._scheduled] if (self.schedule, self.command) != (goal.schedule, goal.command) else []
        return Change.of(self.key, Verb.ALTER, [*again, *([goal._switched] if self.active != goal.active else [])])

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"select cron.unschedule({literal(self.name)})")

    @property
    def _scheduled(self) -> str:
        """By its name: a job that is there is changed."""
        return f"select cron.schedule({literal(self.name)}, {literal(self.schedule)}, {literal(self.command)})"

    @property
    def _switched(self) -> str:
        job = f"select jobid from cron.job where jobname = {literal(self.name)} and username = current_user"
        return f"select cron.alter_job(({job}), active => {str(self.active).lower()})"
