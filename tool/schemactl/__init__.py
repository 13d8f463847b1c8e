"""schemactl: `schema/*.sql` says what a PostgreSQL database should be; this package proposes, proves and applies the way there.

The flow, which `pipeline.py` spells out, one function a command::

    schema/*.sql ── desired ──▶ scratch database ── catalog ──▶ facts ┐
                                                                      ├─ equal? nothing to do
    live database ───────────────────────────────── catalog ──▶ facts ┘
         └── copy (no rows) ──▶ trial database ── diff.converge ──▶ statements UP, and from there DOWN
    statements ── plan ── migrations.render ──▶ the file's bytes
    the file's bytes ── prove, on a fresh copy, through the runner of apply ──▶ generated_migrations/NNN_name.sql
    generated_migrations/ ── apply ──▶ live, one lock, one ledger, fingerprints checked before and after

Imports go down only: cli → pipeline → stages (desired, catalog, diff, plan, prove, migrations, apply, supabase, advise, lint,
monitor) → kinds → adapters → config → model → errors. Stages never import one another: they meet in `pipeline.py` and exchange types
of `model.py`.

To add an object kind, add `kinds/<kind>.sql` (a query; its column aliases are the dataclass's fields), `kinds/<kind>.py`
(the dataclass with create, drop, alter) and a case folder `tests/cases/<kind>--<what>/`. Nothing else in the tool knows a kind.
"""

__version__ = "0.1.0"
