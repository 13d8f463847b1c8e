"""A database → facts: `read(database, scope)`; what exists and no kind reads is in `Catalog.unmodeled`."""

from .left_out import left_out
from .reader import READ_ONLY, catalog, queries_digest, read, read_rows
from .scope import LEDGER, LEDGER_SCHEMA, Patterns, Scope

__all__ = ["LEDGER", "LEDGER_SCHEMA", "READ_ONLY", "Patterns", "Scope", "catalog", "left_out", "queries_digest", "read", "read_rows"]
