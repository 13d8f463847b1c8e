"""Rows for the proof: every table of a scratch copy gets a handful that satisfy its constraints, the same ones every time."""

from .seed import Seeded, Seeding, seed

__all__ = ["Seeded", "Seeding", "seed"]
