"""A migration ↔ the bytes of its file: header, UP, and DOWN as comments, so that the whole file can be pasted into an SQL editor.

`parse(render(m), version=m.version) == m` for every migration whose scripts have no blank ends and no carriage returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import MigrationFileError
from ..model import Migration

UP_MARK = "-- UP"
DOWN_MARK = "-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)"
CONTINUED = "--          "
WIDTH = 140
TITLE = re.compile(r"^-- schemactl migration (?P<version>\S+)\s*$")
PARENT = re.compile(r"^(?P<version>\S+)\s+(?P<checksum>sha256:[0-9a-f]{64})$")
FINGERPRINTS = re.compile(r"^(?P<start>\S*)\s+to:\s*(?P<end>\S*)$")
PROVED = re.compile(r"^(?P<what>.*) \((?P<checksum>sha256:[0-9a-f]{64})\)$")
LINE = re.compile(r"^-- (?P<label>[a-z][a-z -]*):(?: (?P<text>.*))?$")
EDIT_HINT = "Restore the header from version control, or delete the file and run `schemactl diff` again."


def render(migration: Migration) -> str:
    """The file's text."""
    down = "\n".join(f"-- {line}" if line else "--" for line in migration.down.split("\n")) if migration.down else ""
    parts = ["\n".join(_header(migration)), f"{UP_MARK}\n{migration.up}", f"{DOWN_MARK}\n{down}".rstrip("\n")]
    return "\n\n".join(parts) + "\n"


def parse(text: str, *, version: str) -> Migration:
    """The migration that a file's text holds; `version` is the file's stem.

    Raises:
        MigrationFileError: the header or the sections are not what `render` writes; the message names the line.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    up_at, down_at = _sections(lines, version)
    header = _labels(lines[:up_at], version)
    parent = _parent(header.get("parent", ""), version)
    start, end = _fingerprints(header.get("from", ""), version)
    what, checksum = _proved(header.get("proved", ""))
    known = ("parent", "from", "proved", "transaction")
    return Migration(
        version=version,
        up=_trimmed(lines[up_at + 1 : down_at]),
        down=_trimmed(_uncommented(lines[down_at + 1 :], down_at + 2, version)),
        from_fingerprint=start,
        to_fingerprint=end,
        parent=parent,
        proved=what,
        proved_checksum=checksum,
        transactional=header.get("transaction", "") != "none",
        notes=tuple((label, note) for label, note in header.items() if label not in known),
    )


def _header(migration: Migration) -> Iterable[str]:
    yield f"-- schemactl migration {migration.version}"
    yield f"-- parent: {' '.join(migration.parent) if migration.parent else 'none'}"
    yield f"-- from: {migration.from_fingerprint}  to: {migration.to_fingerprint}"
    yield f"-- proved: {migration.proved} ({migration.proved_checksum})" if migration.proved else "-- proved: no"
    if not migration.transactional:
        yield "-- transaction: none"
    for label, text in migration.notes:
        yield from _wrapped(f"-- {label}: {text}")


def _wrapped(line: str) -> Iterable[str]:
    """A long line at its spaces, the rest indented."""
    while len(line) > WIDTH and (cut := line.rfind(" ", len(CONTINUED) + 1, WIDTH)) > 0:
        yield line[:cut]
        line = CONTINUED + line[cut + 1 :]
    yield line


def _sections(lines: list[str], version: str) -> tuple[int, int]:
    """The line numbers, from zero, of the two marks. DOWN is the last such line: what follows it can only be comments."""
    up = next((n for n, line in enumerate(lines) if line.rstrip() == UP_MARK), None)
    down = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].startswith("-- DOWN (commented out")), None)
    if up is None or down is None or down < up:
        raise MigrationFileError(f"{version}.sql has no line `{UP_MARK}` followed by a line `-- DOWN (commented out …)`", hint=EDIT_HINT)
    return up, down


def _labels(lines: list[str], version: str) -> dict[str, str]:
    header: dict[str, str] = {}
    label = ""
    title = TITLE.match(lines[0]) if lines else None
    if not title or title["version"] != version:
        raise MigrationFileError(f"{version}.sql:1: the first line must be `-- schemactl migration {version}`", hint=EDIT_HINT)
    for number, line in enumerate(lines[1:], 2):
        if line.startswith(CONTINUED) and label:
            header[label] += " " + line[len(CONTINUED) :]
        elif found := LINE.match(line.rstrip()):
            label = found["label"]
            header[label] = found["text"] or ""
        elif line.strip() not in ("", "--"):
            raise MigrationFileError(f"{version}.sql:{number}: no header line: {line[:80]}", hint=EDIT_HINT)
    return header


def _parent(text: str, version: str) -> tuple[str, str] | None:
    if text.strip() == "none":
        return None
    if found := PARENT.match(text.strip()):
        return found["version"], found["checksum"]
    raise MigrationFileError(f"{version}.sql: the line `-- parent:` must name a version and its checksum, or `none`", hint=EDIT_HINT)


def _fingerprints(text: str, version: str) -> tuple[str, str]:
    if found := FINGERPRINTS.match(text.strip()):
        return found["start"], found["end"]
    raise MigrationFileError(f"{version}.sql: the line `-- from: … to: …` must name two fingerprints", hint=EDIT_HINT)


def _proved(text: str) -> tuple[str, str]:
    found = PROVED.match(text.strip())
    return (found["what"], found["checksum"]) if found else ("", "")


def _uncommented(lines: list[str], first: int, version: str) -> Iterable[str]:
    for number, line in enumerate(lines, first):
        if line.startswith("-- "):
            yield line[3:]
        elif line.rstrip() in ("", "--"):
            yield ""
        else:
            raise MigrationFileError(
                f"{version}.sql:{number}: everything below the line DOWN must be a comment",
                hint="Begin the line with `-- `, as the others do.",
            )


def _trimmed(lines: Iterable[str]) -> str:
    return "\n".join(lines).strip("\n")
