"""What an experienced reviewer would say of a database: `rules/*.sql`, a file a rule, with the names that Supabase's advisors gave them."""

from .findings import Finding, find
from .patch import patch
from .rules import Level, Rule, rules

__all__ = ["Finding", "Level", "Rule", "find", "patch", "rules"]
