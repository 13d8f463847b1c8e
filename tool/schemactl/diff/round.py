"""One round of changes: from a difference, what each kind would do about it, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Catalog, Change, Difference, Fact, Key
from .order import creation_order


def changes(start: Catalog, goal: Catalog, delta: Difference) -> list[Change]:
    """The wanted changes: drops of what holds no data, then alterations and creations, then drops of what holds data."""
    different = _keys(delta)
    altered, replaced = _alterations(start, goal, delta, different)
    if rewording := [c for c in altered.values() if c.rewords]:
        return rewording
    gone = start.inside(replaced)
    dropped = {f.key for f in delta.extra} | replaced
    wanted = {f.key for f in delta.missing} | (goal.inside(replaced) if replaced else set())
    # said of the old object, it would be lost with it
    wanted -= _parts_of_what_goes_late(start, goal, replaced)
    altered = {k: c for k, c in altered.items() if k not in gone}
    covered = {key for change in altered.values() for key in change.covers}
    early, late = _drops(start, goal, dropped - covered)
    if rewording := [c for c in (*early, *late) if c.rewords]:
        return rewording
    covered |= {key for change in (*early, *late) for key in change.covers}
    altered = {k: c for k, c in altered.items() if k not in covered}
    creations = _creations(start, goal, wanted - covered, altered, different)
    return [*_outside(covered, early), *creations, *_outside(covered, late)]


def _parts_of_what_goes_late(start: Catalog, goal: Catalog, replaced: set[Key]) -> set[Key]:
    late = {key for key in replaced if start[key].HOLDS_DATA}
    return set(goal.inside(late)) - late if late else set()


def _outside(covered: set[Key], drops: Iterable[Change]) -> Iterable[Change]:
    """The drops that no other change sees to, each once."""
    return {d.key: d for d in drops if d.key not in covered}.values()


def _keys(delta: Difference) -> set[Key]:
    return {f.key for f in (*delta.missing, *delta.extra, *(a for a, _ in delta.changed))}


def _alterations(start: Catalog, goal: Catalog, delta: Difference, different: set[Key]) -> tuple[dict[Key, Change], set[Key]]:
    """What can be altered, and the keys of what must be dropped and created."""
    altered: dict[Key, Change] = {}
    replaced: set[Key] = set()
    for before, after in delta.changed:
        if _follows(before, start, different):
            continue
        change = before.alter(after, start, goal)
        if change is None:
            replaced.add(before.key)
        elif change.forms:
            # a part may ask for its whole to be made anew
            altered[change.key] = change
    return altered, replaced


def _follows(fact: Fact, catalog: Catalog, different: set[Key]) -> bool:
    """Whether another fact's change may bring this one's: it is looked at again when that is done."""
    return any(leader in different and leader != fact.key for leader in fact.leaders(catalog))


def _drops(start: Catalog, goal: Catalog, dropped: set[Key]) -> tuple[list[Change], list[Change]]:
    early: list[Change] = []
    late: list[Change] = []
    for key in reversed(creation_order(start)):
        if key not in dropped or _goes_with_parent(start, key, dropped):
            continue
        change = start[key].drop(start, goal)
        if change:
            (late if start[key].HOLDS_DATA else early).append(change)
    return early, late


def _goes_with_parent(catalog: Catalog, key: Key, dropped: set[Key]) -> bool:
    whole = catalog.whole(key)
    while whole is not None:
        if whole in dropped:
            return True
        whole = catalog.whole(whole)
    return False


def _creations(start: Catalog, goal: Catalog, wanted: set[Key], altered: dict[Key, Change], different: set[Key]) -> Iterable[Change]:
    order = creation_order(goal)
    due = (k for k in order if k in wanted and not _comes_later(goal[k], wanted) and not _follows(goal[k], goal, different))
    created = {k: goal[k].create_from(start, goal) for k in due}
    covered = {key for change in created.values() if change for key in change.covers}
    for key in order:
        change = altered.get(key) or (None if key in covered else created.get(key))
        if change and change.forms:
            yield change


def _comes_later(fact: Fact, wanted: set[Key]) -> bool:
    return fact.BORN_WITH and fact.parent in wanted
