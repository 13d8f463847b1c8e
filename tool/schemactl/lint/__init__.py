"""Files → what a reviewer would say of them without a database: squawk's rules for migrations, held to what was measured, and our own."""

from .files import lint_migration, lint_schema, lint_sql
from .finding import Finding, Looked, without_ignored

__all__ = ["Finding", "Looked", "lint_migration", "lint_schema", "lint_sql", "without_ignored"]
