"""The proof of a migration on a copy, before anyone sees the file."""

from .copy import copy_schema, create_roles, fill_materialized_views, roles
from .judge import DOWN, UP, DumpJudge, FactsJudge, Goal, Subject, Verdict, prove
from .measure import Meter

__all__ = [
    "DOWN",
    "UP",
    "DumpJudge",
    "FactsJudge",
    "Goal",
    "Meter",
    "Subject",
    "Verdict",
    "copy_schema",
    "create_roles",
    "fill_materialized_views",
    "prove",
    "roles",
]
