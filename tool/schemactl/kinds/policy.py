"""Row level security policies, altered in place where PostgreSQL can."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import Access, Catalog, Change, Fact, Key, Verb


@dataclass(frozen=True, kw_only=True)
class Policy(Fact):
    KIND = "policy"
    CHEAP = True

    name: str
    relation: str
    permissive: bool
    command: str
    roles: tuple[str, ...]
    using: str | None
    check: str | None
    host_address: Key | None = field(compare=False)

    @property
    def access(self) -> tuple[Access, ...]:
        if self.parent is None:
            return ()
        what = f"{self.command} by policy" if self.permissive else f"the limit of {self.command}"
        conditions = (f"where {self.using}" if self.using else "", f"with check {self.check}" if self.check else "")
        condition = " ".join(c for c in conditions if c)
        return tuple(Access(role, what, self.parent, condition=condition) for role in self.roles)

    def create(self, goal: Catalog) -> Change:
        lines = [
            f"create policy {self.identity}",
            "" if self.permissive else "as restrictive",
            f"for {self.command}",
            f"to {', '.join(self.roles)}",
            f"using ({self.using})" if self.using else "",
            f"with check ({self.check})" if self.check else "",
        ]
        return Change.of(self.key, Verb.CREATE, "\n    ".join(line for line in lines if line))

    def drop(self, start: Catalog, goal: Catalog) -> Change:
        return Change.of(self.key, Verb.DROP, f"drop policy {self.identity}")

    def rename(self, goal: Policy) -> tuple[str, ...]:
        return (f"alter policy {self.identity} rename to {goal.name}",)

    def alter(self, goal: Policy, start: Catalog, target: Catalog) -> Change | None:
        loses = (self.using and not goal.using) or (self.check and not goal.check)
        if (self.permissive, self.command) != (goal.permissive, goal.command) or loses:
            return None  # ALTER POLICY sets expressions, it cannot take one away
        clauses = [
            f"to {', '.join(goal.roles)}" if self.roles != goal.roles else "",
            f"using ({goal.using})" if self.using != goal.using else "",
            f"with check ({goal.check})" if self.check != goal.check else "",
        ]
        return Change.of(self.key, Verb.ALTER, "\n    ".join([f"alter policy {self.identity}", *filter(None, clauses)]))
