"""`python -m schemactl`: the command line of this very interpreter."""

from .cli import main

main()
