"""Pairs of states: a random start, and a goal that is the start with a few things added, dropped and changed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from . import attached, constraints, indexes, outside, partitions, relations, routines, sequences, text_search, types, views
from .model import ROLES, Thing, World, blended, key, script

SCHEMAS = ("app", '"Odd one"', "public")
TABLES = tuple(f"{s}.t{n}" for s, n in (("app", 1), ("app", 2), ("app", 3), ('"Odd one"', 4), ("public", 5), ("public", 6)))
MOST_TRIES = 8


@dataclass(frozen=True)
class Recipe:
    """How to make things of one kind: the names that there may be, the share of them in a state, and the draw."""

    names: tuple[str, ...]
    share: float
    draw: Callable[[World, str], Thing | None]
    evolve: Callable[[World, Thing], Thing | None] | None = None

    def changed(self, world: World, old: Thing) -> Thing | None:
        """The thing with something about it changed."""
        if self.evolve:
            return self.evolve(world, old)
        new = self.draw(world, old.name)
        return blended(world, old, new) if new else None


def named(form: str, *numbers: int) -> tuple[str, ...]:
    """`{}` in a form is a schema: one name a number, schemas in turn."""
    return tuple(f"{SCHEMAS[i % 3]}.{form.replace('#', str(n))}" for i, n in enumerate(numbers))


def on(own: str, *tables: str) -> tuple[str, ...]:
    return tuple(f"{t}/{own.replace('#', t[-1])}" for t in tables or TABLES)


ORDER: tuple[Recipe, ...] = (
    Recipe(SCHEMAS[:2], 1, types.schema),
    Recipe(named("g#()", 1, 2, 3), 0.4, routines.function),
    Recipe(("citext", "hstore", "ltree", "cube", "pg_trgm", "btree_gist"), 0.15, types.extension),
    Recipe(("la", "lb"), 0.15, outside.language),
    Recipe(("am_a", "am_b"), 0.1, outside.access_method),
    Recipe(("1", "2", "3"), 0.25, outside.default_privilege),
    Recipe(named("co#", 1, 2), 0.3, types.collation),
    Recipe(named("e#", 1, 2, 3), 0.6, types.enum),
    Recipe(named("f#(text)", 1, 2), 0.4, routines.function),
    Recipe(named("f#(integer)", 1, 2, 3), 0.6, routines.function),
    Recipe(named("d#", 1, 2), 0.5, types.domain),
    Recipe(named("y#", 1, 2), 0.4, types.composite),
    Recipe(named("rt#", 1, 2), 0.3, types.range_type),
    Recipe(tuple(f"({s}.e{n} as {t})" for s, n, t in (("app", 1, "integer"), ('"Odd one"', 2, "text"))), 0.2, routines.cast),
    Recipe(named("s#", 1, 2, 3), 0.4, sequences.sequence),
    Recipe(TABLES, 0.6, relations.table, relations.evolved),
    Recipe(tuple(f"app.{x}p{n}" for x in "xy" for n in (1, 2, 3)), 0.5, partitions.partition),
    Recipe(tuple(f"app.q{n}" for n in (4, 5)), 0.3, partitions.partition),
    Recipe(named("s#", 1, 2, 3), 0.3, sequences.sequence_owner),
    Recipe(("fdw_a",), 0.4, outside.wrapper),
    Recipe(("srv_a", "srv_b"), 0.4, outside.server),
    Recipe(("gen_a server srv_a", "public server srv_b"), 0.4, outside.mapping),
    Recipe(named("ft#", 1, 2), 0.4, outside.foreign_table),
    Recipe(on("pk_#"), 0.5, constraints.constraint),
    Recipe(on("uq_#"), 0.25, constraints.constraint),
    Recipe(on("fk1"), 0.4, constraints.constraint),
    Recipe((*on("ck1_#"), *on("ck2_#")), 0.25, constraints.constraint),
    Recipe(on("ex_#"), 0.15, constraints.constraint),
    Recipe(named("st#", 1, 2), 0.25, indexes.statistics),
    Recipe(named("tr#()", 1, 2), 0.4, routines.function),
    Recipe(named("ev#()", 1), 0.3, routines.function),
    Recipe(named("pr#(integer, text)", 1, 2), 0.3, routines.procedure),
    Recipe(named("ag#(integer)", 1, 2), 0.35, routines.aggregate),
    Recipe(("app.=== (integer, integer)", "public.<<>> (integer, integer)"), 0.2, routines.operator),
    Recipe(("app.oc1 using btree", "public.oc2 using btree", "public.oc3 using hash"), 0.25, routines.operator_class),
    Recipe((*named("v#", 1, 2, 3, 4), '"Odd one"."View x"'), 0.5, views.view),
    Recipe(named("m#", 1, 2), 0.4, views.materialized_view),
    Recipe((*named("vv#", 1, 2),), 0.4, views.view),
    Recipe(named("ro#()", 1, 2), 0.3, routines.function),
    Recipe((*(f"{n.rpartition('.')[0]}.vr({n})" for n in (TABLES[0], TABLES[4])),), 0.3, routines.function),
    Recipe(named("i#", 1, 2, 3, 4, 5, 6), 0.4, indexes.index),
    Recipe((*on("pol1"), *on('"Pol 2"')), 0.3, attached.policy),
    Recipe((*on("rul1"), *on("rul1", "app.v1", '"Odd one".v2')), 0.15, attached.rule),
    Recipe((*on("trg1"), *on("trg2")), 0.25, attached.trigger),
    Recipe(named("ed#", 1, 2), 0.2, text_search.dictionary),
    Recipe(named("ec#", 1, 2), 0.3, text_search.configuration),
    Recipe(named("ep#", 1), 0.15, text_search.parser),
    Recipe(named("et#", 1), 0.15, text_search.template),
    Recipe(named("cv#", 1), 0.15, outside.conversion),
    Recipe(("pub_a", '"Pub b"'), 0.3, outside.publication),
    Recipe(("evt_a",), 0.4, outside.event_trigger),
)
RECIPES = {name: (rank, recipe) for rank, recipe in enumerate(ORDER) for name in recipe.names}


@dataclass(frozen=True)
class Pair:
    """Two states, as things."""

    start: tuple[Thing, ...]
    goal: tuple[Thing, ...]

    def texts(self) -> tuple[str, str]:
        return script(self.start), script(self.goal)

    def without(self, dropped: frozenset[str]) -> Pair:
        """The pair without things of these keys in either state, and without what needs them."""
        return Pair(*(tuple(_standing(t for t in side if key(t) not in dropped)) for side in (self.start, self.goal)))


def _standing(things: Iterator[Thing]) -> Iterator[Thing]:
    world = empty(random.Random(0))
    for thing in things:
        if world.has(thing.needs):
            world.add(thing)
            yield thing


@st.composite
def pairs(draw: Callable[[st.SearchStrategy[random.Random]], random.Random], major: int) -> Pair:
    """A pair of states for servers of this major version."""
    chance = draw(st.randoms(use_true_random=True))
    start = _start(empty(chance, major))
    return Pair(tuple(start.things.values()), tuple(_goal(start, empty(chance, major)).things.values()))


def empty(chance: random.Random, major: int = 0) -> World:
    world = World(chance, major)
    world.tokens["schema public"] = None
    return world


def _start(world: World) -> World:
    scale = world.one((0.3, 0.6, 1.0))
    for recipe in ORDER:
        for name in recipe.names:
            thing = recipe.draw(world, name) if world.some(max(scale * recipe.share, float(recipe.share == 1))) else None
            if thing and world.has(thing.needs):
                world.add(thing)
    return world


def _goal(start: World, goal: World) -> World:
    """What is in `start` is mostly kept; what stands on something that is gone is drawn anew, or goes too."""
    rate = goal.one((0.02, 0.05, 0.15))
    for recipe in ORDER:
        for name in recipe.names:
            old = next((t for t in start.things.values() if t.name == name and _made_by(recipe, t)), None)
            thing = _next(goal, recipe, name, old, rate)
            if thing and goal.has(thing.needs):
                goal.add(thing)
    return goal


def _made_by(recipe: Recipe, thing: Thing) -> bool:
    return (thing.NOUN == "owned sequence") == (recipe.draw is sequences.sequence_owner)


def _next(goal: World, recipe: Recipe, name: str, old: Thing | None, rate: float) -> Thing | None:
    if old is None:
        return recipe.draw(goal, name) if goal.some(rate * recipe.share * 1.5) else None
    if goal.some(rate * 0.7) and recipe.share < 1:
        return None
    wanted = recipe.changed(goal, old) if goal.some(rate * 2) else old
    if wanted and goal.has(wanted.needs):
        return wanted
    if goal.has(old.needs):
        return old
    return recipe.draw(goal, name) if goal.some(0.7) else None


def role_script() -> str:
    """The roles that the states name, where they are not there yet."""
    names = ", ".join(f"'{r}'" for r in ROLES)
    return (
        f"do $$ declare r text; begin foreach r in array array[{names}] loop"
        " if not exists (select from pg_roles where rolname = r) then execute format('create role %I', r); end if; end loop; end $$"
    )
