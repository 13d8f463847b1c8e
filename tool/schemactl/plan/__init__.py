"""Statements → what a reviewer reads: SQL in one style, a summary, hazards."""

from .hazards import DELETES_DATA, Hazard, hazards
from .layout import paragraph, script
from .summary import summary

__all__ = ["DELETES_DATA", "Hazard", "hazards", "paragraph", "script", "summary"]
