"""Rules and a database → findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from ..adapters.database import Database
from ..model import Key
from .asking import wrapped
from .rules import Rule

SETTINGS = """select pg_catalog.set_config('search_path', 'pg_catalog', false),
                     pg_catalog.set_config('schemactl.api_schemas', %s, false)"""
IsOurs = Callable[[str, Key], bool]
"""Whether the user answers for an object, whose schema stands first."""
SYSTEM = ("pg_catalog", "information_schema")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has against an object. `home`: whose file says it. `fix`: the SQL that mends it, empty where a person must choose."""

    rule: Rule
    key: Key
    home: str
    detail: str = ""
    fix: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "rule": self.rule.name,
            "level": self.rule.level.name,
            "category": self.rule.category,
            "title": self.rule.title,
            "kind": self.key.kind,
            "object": self.key.identity,
            "detail": self.detail,
            "why": self.rule.why,
            "remedy": self.rule.remedy,
            "fix": self.fix or None,
        }


def find(
    database: Database,
    wanted: Collection[Rule],
    is_ours: IsOurs,
    *,
    api: Collection[str],
    ignored: Collection[str],
    report: Callable[[str], None],
) -> tuple[Finding, ...]:
    """What the rules say of the user's objects.

    `api`: schemas that the API exposes. `ignored`: rules, alone or with a pattern of names.

    Raises:
        DatabaseError
    """
    database.execute(SETTINGS, (",".join(api),))
    found: list[Finding] = []
    for rule in wanted:
        report(f"asking: {rule.title.lower()}")
        found += (f for f in _of(database, rule, is_ours) if not is_ignored(f, ignored))
    return tuple(found)


def is_ignored(finding: Finding, ignored: Collection[str]) -> bool:
    """Whether an entry names the rule, alone or with a pattern that the object matches, by its name or with its kind before that."""
    for entry in ignored:
        rule, _, pattern = entry.partition(" ")
        names = (finding.key.identity, str(finding.key))
        if rule == finding.rule.name and (not pattern or any(fnmatchcase(n, pattern.strip()) for n in names)):
            return True
    return False


def _of(database: Database, rule: Rule, is_ours: IsOurs) -> Iterator[Finding]:
    rows = database.rows(f"select to_jsonb(q) from (\n{rule.sql}\n) q")
    for (row,) in rows:
        key = Key(row["kind"], row["object"])
        if row["schema"] in SYSTEM or not is_ours(row["schema"], key):
            continue
        fix = _fix(row)
        if "alter" not in row or fix:
            yield Finding(rule, key, row["home"], row["detail"] or "", fix)


def _fix(row: Mapping[str, Any]) -> str:
    """The row's fix; for a policy's conditions the statement that wraps what they ask for each row, empty where they do not."""
    if "alter" not in row:
        return str(row["fix"] or "")
    conditions = {"using": row["using"], "with check": row["check"]}
    better = {word: wrapped(text) for word, text in conditions.items() if text}
    changed = [f"{word} ({text})" for word, text in better.items() if text != conditions[word]]
    return f"{row['alter']} {' '.join(changed)};" if changed else ""
