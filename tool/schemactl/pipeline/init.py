"""`schemactl init`: a folder → a project: settings, the schema as files, and a baseline where live has something already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import apply, migrations
from ..adapters.database import connect, describe
from ..config import Settings
from ..desired import is_empty
from ..errors import UsageError
from .baseline import Baseline, baseline
from .bench import Report
from .connection import live_url
from .look import LIVE_OPTIONS
from .pull import Pulled, pull
from .status import supabase_found

SETTINGS = "schemactl.toml"
TEXT = """\
# The README's section Settings has all keys.
platform = "{platform}"
"""
TRUST = """\
# Supabase signs its own certificates: download theirs (dashboard: Database, Settings, SSL), commit it, and name it here.
# sslrootcert = "supabase/prod-ca-2021.crt"
"""


@dataclass(frozen=True, slots=True)
class Started:
    """What was made; `pulled` and `baseline` are None where the folder had it already, or no live was named."""

    settings: Path | None
    live: str = ""
    pulled: Pulled | None = None
    baseline: Baseline | None = None

    def as_data(self) -> dict[str, Any]:
        return {
            "settings": str(self.settings) if self.settings else None,
            "live": self.live,
            "pulled": self.pulled.as_data() if self.pulled else None,
            "baseline": self.baseline.as_data() if self.baseline else None,
        }


def init(settings: Settings, report: Report) -> Started:
    """Makes what the folder lacks, and leaves alone what is there.

    Raises:
        NotConverged: live cannot be written as files, or as a baseline.
    """
    try:
        url = live_url(settings)
    except UsageError:
        url = ""
    settings.schema_path.mkdir(exist_ok=True)
    settings.migrations_path.mkdir(exist_ok=True)
    if not url:
        return Started(_settings_file(settings, "auto"))
    with connect(url, options=LIVE_OPTIONS) as live:
        platform, has_run = "supabase" if supabase_found(live) else "plain", bool(apply.applied(live))
    written = _settings_file(settings, platform)
    pulled = pull(settings, report) if is_empty(settings.schema_path) else None
    begun = has_run or migrations.read(settings.migrations_path)
    return Started(written, describe(url), pulled, None if begun else baseline(settings, report))


def _settings_file(settings: Settings, platform: str) -> Path | None:
    """The file, where there was none: neither this one nor a table in pyproject.toml."""
    path = settings.root / SETTINGS
    if settings.has_file:
        return None
    path.write_text(TEXT.format(platform=platform) + (TRUST if platform == "supabase" else ""), encoding="utf-8")
    return path
