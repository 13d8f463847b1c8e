"""Schema files → the database they describe: `build(database, folder)`; order comes from PostgreSQL, not from file names."""

from .build import Built, build, roles_made_by
from .files import SchemaFile, is_empty, listed
from .homes import Home, homes
from .includes import digest, sources
from .remarks import remarks, remarks_of

__all__ = [
    "Built",
    "Home",
    "SchemaFile",
    "build",
    "digest",
    "homes",
    "is_empty",
    "listed",
    "remarks",
    "remarks_of",
    "roles_made_by",
    "sources",
]
