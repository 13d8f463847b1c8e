"""Operator classes."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Catalog, Change, Fact, Verb


@dataclass(frozen=True, kw_only=True)
class OperatorClass(Fact):
    KIND = "operator_class"

    name: str
    method: str
    is_default: bool
    type: str
    family: str
    storage: str | None
    members: tuple[str, ...]

    def create(self, goal: Catalog) -> Change:
        # a class without a family named makes one of its own name
        default = " default" if self.is_default else ""
        parts = [*self.members, *([f"storage {self.storage}"] if self.storage else [])] or [f"storage {self.type}"]
        body = ",\n    ".join(parts)
        head = f"create operator class {self.name}{default} for type {self.type} using {self.method} family {self.family}"
        return Change.of(self.key, Verb.CREATE, f"{head} as\n    {body}")

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop operator class {self.identity}")
