"""A database → facts: `read(database, scope)`; what exists and no kind reads is in `Catalog.unmodeled`."""

from .reader import READ_ONLY, catalog, queries_digest, read, read_rows
from .scope import LEDGER, LEDGER_SCHEMA, Patterns, Scope

__all__ = ["LEDGER", "LEDGER_SCHEMA", "READ_ONLY", "Patterns", "Scope", "catalog", "queries_digest", "read", "read_rows"]
