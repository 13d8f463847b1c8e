"""Statements → what a reviewer reads: SQL in one style, a summary, hazards."""

from .access import access, access_hazards
from .bodies import named_in_bodies
from .hazards import BREAKS_FUNCTION, DELETES_DATA, Hazard, doubts, hazards
from .layout import paragraph, script
from .summary import summary

__all__ = [
    "BREAKS_FUNCTION",
    "DELETES_DATA",
    "Hazard",
    "access",
    "access_hazards",
    "doubts",
    "hazards",
    "named_in_bodies",
    "paragraph",
    "script",
    "summary",
]
