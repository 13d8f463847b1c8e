"""Values of composite types, read as JSON and compared attribute by attribute, since the type may change under them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attribute:
    """`number` stays when the name changes; `shape` is the composite type that its values are made of, or 0."""

    number: int
    type: str
    shape: int


Shapes = Mapping[int, Mapping[str, Attribute]]
"""The attributes of composite types by the type's oid."""
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Reshaping:
    """What becomes of composite types: an attribute is known by its number in the same type, else by its name."""

    before: Shapes
    after: Shapes

    def is_other(self, old: int, new: int) -> bool:
        """Whether the type is made of other attributes, at any depth."""
        was, now = self.before.get(old, {}), self.after.get(new, {})
        if [(a.number, a.type) for a in was.values()] != [(a.number, a.type) for a in now.values()]:
            return True
        return any(a.shape and b.shape and self.is_other(a.shape, b.shape) for a, b in zip(was.values(), now.values(), strict=True))

    def expected(self, values: Sequence[str | None], old: int, new: int, labels: Labels) -> list[str | None]:
        """What old values must look like now, in the attributes that both types have."""
        return [v and _text(self._moved(_value(v), old, new, labels)) for v in values]

    def left(self, values: Sequence[str | None], old: int, new: int) -> list[str | None]:
        """The same of new values."""
        return [v and _text(self._left(_value(v), old, new)) for v in values]

    def lost(self, values: Sequence[str | None], old: int, new: int) -> int:
        """How many have something in an attribute that is gone."""
        return sum(self._loses(_value(v), old, new) for v in values if v)

    def _pairs(self, old: int, new: int) -> list[tuple[str, str]]:
        was, now = self.before.get(old, {}), self.after.get(new, {})
        numbers = {a.number: name for name, a in now.items()} if old == new else {}
        taken = {numbers.get(a.number) for a in was.values()}
        found = ((name, numbers.get(a.number) or ("" if name in taken else name)) for name, a in was.items())
        return [(a, b) for a, b in found if b in now]

    def _moved(self, value: Any, old: int, new: int, labels: Labels) -> Any:
        if isinstance(value, list):
            return [self._moved(v, old, new, labels) for v in value]
        if not isinstance(value, dict) or not (old and new):
            return value
        was, now = self.before.get(old, {}), self.after.get(new, {})
        moved = {b: self._moved(value[a], was[a].shape, now[b].shape, labels) for a, b in self._pairs(old, new)}
        return {name: _relabelled(v, labels.get(now[name].type.removesuffix("[]"), {})) for name, v in moved.items()}

    def _left(self, value: Any, old: int, new: int) -> Any:
        if isinstance(value, list):
            return [self._left(v, old, new) for v in value]
        if not isinstance(value, dict) or not (old and new):
            return value
        was, now = self.before.get(old, {}), self.after.get(new, {})
        return {b: self._left(value[b], was[a].shape, now[b].shape) for a, b in self._pairs(old, new)}

    def _loses(self, value: Any, old: int, new: int) -> bool:
        if isinstance(value, list):
            return any(self._loses(v, old, new) for v in value)
        if not isinstance(value, dict) or not (old and new):
            return False
        was, now, kept = self.before.get(old, {}), self.after.get(new, {}), dict(self._pairs(old, new))
        gone = any(v is not None and name not in kept for name, v in value.items())
        return gone or any(self._loses(value[a], was[a].shape, now[b].shape) for a, b in kept.items())


def _relabelled(value: Any, labels: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_relabelled(v, labels) for v in value]
    return labels.get(value, value) if labels and isinstance(value, str) else value


def _value(text: str) -> Any:
    """Numbers stay as they are written: 1.50 is not 1.5."""
    return json.loads(text, parse_float=str, parse_int=str)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
