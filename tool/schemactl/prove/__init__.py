"""The proof of a migration on a copy, before anyone sees the file."""

from .copy import copy_schema, create_roles, fill_materialized_views, roles
from .data import DATA_NOTES, DataFindings, DataProof, Failure
from .judge import DOWN, UP, DumpJudge, FactsJudge, Goal, Subject, Verdict, prove
from .measure import Meter
from .rows import Finding, Names
from .seed import Seeding, seed

__all__ = [
    "DATA_NOTES",
    "DOWN",
    "UP",
    "DataFindings",
    "DataProof",
    "DumpJudge",
    "FactsJudge",
    "Failure",
    "Finding",
    "Goal",
    "Meter",
    "Names",
    "Seeding",
    "Subject",
    "Verdict",
    "copy_schema",
    "create_roles",
    "fill_materialized_views",
    "prove",
    "roles",
    "seed",
]
