"""Migration files: text, folder, names."""

from .folder import check_chain, next_version, path_of, read, replace_file, write
from .naming import name_for, slug
from .text import parse, render

__all__ = ["check_chain", "name_for", "next_version", "parse", "path_of", "read", "render", "replace_file", "slug", "write"]
