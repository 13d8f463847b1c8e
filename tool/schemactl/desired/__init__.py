"""Schema files → the database they describe: `build(database, folder)`; order comes from PostgreSQL, not from file names."""

from .build import Built, build, roles_made_by
from .files import SchemaFile
from .includes import digest, sources

__all__ = ["Built", "SchemaFile", "build", "digest", "roles_made_by", "sources"]
