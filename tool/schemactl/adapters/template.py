"""The door to Jinja: a template's text and its values → HTML, with every value escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined


def render(source: str, **values: Any) -> str:
    """The page. What the template names and `values` lacks is an error, not a blank."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source).render(**values)
