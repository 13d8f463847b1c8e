"""All knowledge of object kinds: a kind is a pair of files, `<kind>.sql` (what the catalog says) and `<kind>.py` (create, drop, alter).

`Order` is the one place that says which kind comes before which where nothing in pg_depend decides.
"""

from __future__ import annotations

import importlib
from enum import IntEnum, auto
from functools import cache
from importlib import resources

from ..model import Fact


class Order(IntEnum):
    """Declaration order is the order of creation among objects that do not need one another; drops go the other way."""

    role = auto()  # owns and may use the rest
    membership = auto()
    schema = auto()  # everything else lives in one
    extension = auto()  # brings types and functions that the rest uses
    language = auto()  # functions are written in it
    access_method = auto()  # tables and indexes are kept in it
    default_privilege = auto()  # what is created later is granted by it
    collation = auto()  # columns and types name it
    text_search_parser = auto()
    text_search_template = auto()
    text_search_dictionary = auto()
    text_search_configuration = auto()
    foreign_data_wrapper = auto()
    foreign_server = auto()
    user_mapping = auto()
    enum = auto()
    domain = auto()
    composite_type = auto()
    range_type = auto()
    sequence = auto()  # defaults of tables call it
    table = auto()
    foreign_table = auto()
    column = auto()
    default = auto()
    sequence_owner = auto()  # needs the column
    partition = auto()  # attached once the partition has its columns
    constraint = auto()
    index = auto()
    statistics = auto()
    function = auto()  # after tables, whose row types it may take
    aggregate = auto()
    operator = auto()
    operator_family = auto()
    operator_class = auto()
    cast = auto()
    conversion = auto()
    transform = auto()
    view = auto()
    materialized_view = auto()
    view_column = auto()
    policy = auto()  # may call functions and read views
    rule = auto()
    trigger = auto()
    event_trigger = auto()  # after all that it would fire for
    publication = auto()
    subscription = auto()
    bucket = auto()
    cron_job = auto()  # runs what is there by then
    owner = auto()  # the last things said of an object
    grant = auto()
    security_label = auto()
    comment = auto()


@cache
def kinds() -> dict[str, type[Fact]]:
    """Kind name → its dataclass, in creation order."""
    found: dict[str, type[Fact]] = {}
    for member in Order:
        module = importlib.import_module(f"{__name__}.{member.name}")
        found[member.name] = next(
            c for c in vars(module).values() if isinstance(c, type) and issubclass(c, Fact) and getattr(c, "KIND", "") == member.name
        )
    return found


@cache
def query(kind: str) -> str:
    """The text of `<kind>.sql`."""
    return resources.files(__name__).joinpath(f"{kind}.sql").read_text(encoding="utf-8")
