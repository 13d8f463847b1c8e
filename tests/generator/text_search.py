"""Text search dictionaries, configurations, parsers and templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .model import Sql, World
from .outside import Simple
from .said import said
from .types import schema_of


@dataclass(frozen=True, kw_only=True)
class Dictionary(Simple):
    NOUN = "text search dictionary"

    def provides(self, world: World) -> Iterable[str]:
        yield f"dictionary {self.name}"


@dataclass(frozen=True, kw_only=True)
class Configuration(Simple):
    NOUN = "text search configuration"


@dataclass(frozen=True, kw_only=True)
class Parser(Simple):
    NOUN = "text search parser"
    OWNABLE = False


@dataclass(frozen=True, kw_only=True)
class Template(Simple):
    NOUN = "text search template"
    OWNABLE = False


def dictionary(world: World, name: str) -> Dictionary:
    options = (
        "template = simple",
        "template = simple, accept = false",
        "template = simple, stopwords = english",
        "template = pg_catalog.snowball, language = english",
    )
    return Dictionary(name=name, schema=schema_of(name), body=Sql(f"({world.one(options)})"), **said(world, Dictionary))


def configuration(world: World, name: str) -> Configuration:
    dictionaries = world.keyed("dictionary")
    after, needs = (), ()
    if dictionaries and world.some(0.7):
        d = world.one(dictionaries)
        after, needs = (f"alter text search configuration {name} alter mapping for asciiword, word with {d}, simple",), (f"dictionary {d}",)
    body = Sql.of(f"(copy = {world.one(('pg_catalog.simple', 'pg_catalog.english'))})", *needs)
    # its mapping names the dictionary, so the two are one attribute
    return Configuration(name=name, schema=schema_of(name), body=Sql(body.text, body.needs), after=after, **said(world, Configuration))


def parser(world: World, name: str) -> Parser:
    more = world.one(("", ", headline = prsd_headline"))
    return Parser(
        name=name,
        schema=schema_of(name),
        body=Sql(f"(start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype{more})"),
    )


def template(world: World, name: str) -> Template:
    return Template(name=name, schema=schema_of(name), body=Sql(f"({world.one(('init = dsimple_init, ', ''))}lexize = dsimple_lexize)"))
