"""squawk's rules that decide nothing in a migration of ours, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping

_TIMEOUT = "apply sets lock_timeout and statement_timeout for every file"
_DOMAIN = "what a later change of a domain's constraint costs is measured when somebody makes it"
_NUMBER = "which whole numbers fit is decided in schema/, where the values are known"

IDLE: Mapping[str, str] = {
    "require-lock-timeout": _TIMEOUT,
    "require-statement-timeout": _TIMEOUT,
    "require-timeout-settings": _TIMEOUT,
    "ban-create-domain-with-constraint": _DOMAIN,
    "ban-alter-domain-with-add-constraint": _DOMAIN,
    "prefer-bigint-over-int": _NUMBER,
    "prefer-bigint-over-smallint": _NUMBER,
    "prefer-text-field": "PostgreSQL widens a varchar without a rewrite; narrowing one is measured",
    "require-enum-value-ordering": "schema/ says where the value stands, and the proof compares it",
    "require-table-schema": "names in a migration are qualified as PostgreSQL prints them",
}
