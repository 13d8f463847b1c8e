"""A migration's header ↔ comment lines: parent, fingerprints, proof, transaction mode, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import MigrationFileError
from ..model import Migration

WIDTH = 140
CONTINUED = "--          "
ITEM = "--        | "
"""Where a note has several items, each begins on a line of its own."""
HINT = "Restore the header from version control, or delete the file and run `schemactl diff` again."
OWN_LABELS = ("parent", "from", "proved", "transaction")
TITLE = re.compile(r"--\s*schemactl\s+migration\s+(?P<version>\S+)\s*")
LINE = re.compile(r"--[ \t]{0,2}(?P<label>[a-z][a-z0-9_-]*(?: [a-z0-9_-]+)*)[ \t]*:[ \t]*(?P<text>.*?)[ \t]*")
CONTINUATION = re.compile(r"--[ \t]{3,}(?P<text>[^ \t].*?)[ \t]*")
PARENT = re.compile(r"(?P<version>\S+)\s+(?P<checksum>sha256:[0-9a-f]{64})")
FINGERPRINTS = re.compile(r"(?P<start>\S+)\s+to:\s*(?P<end>\S+)")
PROVED = re.compile(r"(?P<words>.*?)(?:[ \t]+\((?P<checksum>sha256:[0-9a-f]{64})\))?")
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", " ": "\\_"}
UNESCAPES = {shown: char for char, shown in ESCAPES.items()}
FRAGILE = re.compile(r"\\|[\n\r\t]|^ | $|(?<= ) ")  # what would end the comment, or what an editor or our own wrapping would change


def write(migration: Migration) -> str:
    """The header's lines, the last one without its line end."""
    return "\n".join(_lines(migration))


def read(lines: Sequence[str], version: str) -> Migration:
    """The migration that the lines above UP describe, its scripts still empty.

    Raises:
        MigrationFileError: a line is no header line, or one that must be there is not; the message names file and line.
    """
    _check_title(lines, version)
    entries = _entries(lines, version)
    own = _own(entries, version)
    start, end = _fingerprints(own["from"], version)
    words, checksum = _proved(own["proved"])
    return Migration(
        version=version,
        up="",
        down="",
        from_fingerprint=start,
        to_fingerprint=end,
        parent=_parent(own["parent"], version),
        proved=words,
        proved_checksum=checksum,
        transactional=_transactional(own["transaction"], version) if "transaction" in own else True,
        notes=tuple((e.label, _unescaped(e.text)) for e in entries if e.label not in OWN_LABELS),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label with its text, continuation lines joined; `line` counts from 1."""

    line: int
    label: str
    text: str


def _lines(migration: Migration) -> Iterable[str]:
    yield f"-- schemactl migration {migration.version}"
    yield f"-- parent: {' '.join(migration.parent) if migration.parent else 'none'}"
    yield f"-- from: {migration.from_fingerprint or 'none'}  to: {migration.to_fingerprint or 'none'}"
    yield from _wrapped("-- proved: ", _proof(migration))
    if not migration.transactional:
        yield "-- transaction: none"
    for label, text in migration.notes:
        yield from _wrapped(f"-- {label}: ", _escaped(text))


def _proof(migration: Migration) -> str:
    if not migration.proved:
        return "no"
    return _escaped(migration.proved) + (f" ({migration.proved_checksum})" if migration.proved_checksum else "")


def _wrapped(start: str, text: str) -> Iterable[str]:
    """The text after `start`, an item a line; a long one is cut at spaces and goes on in indented lines."""
    first, *items = text.split(" | ")
    yield from _cut(start, first)
    for item in items:
        yield from _cut(ITEM, item)


def _cut(start: str, text: str) -> Iterable[str]:
    while len(start) + len(text) > WIDTH and (cut := text.rfind(" ", 1, WIDTH - len(start))) > 0:
        yield start + text[:cut]
        start, text = CONTINUED, text[cut + 1 :]
    yield (start + text).rstrip(" ")


def _escaped(text: str) -> str:
    r"""The text on one line: a name may hold a line break, and what follows it would run as SQL. Spaces at odd places become `\_`."""
    return FRAGILE.sub(lambda m: ESCAPES[m[0]], text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda m: UNESCAPES.get(m[0], m[0]), text)


def _check_title(lines: Sequence[str], version: str) -> None:
    title = TITLE.fullmatch(lines[0]) if lines else None
    if not title:
        raise _error(version, 1, f"the first line must be `-- schemactl migration {version}`")
    if title["version"] != version:
        raise MigrationFileError(
            f"{version}.sql:1: the first line says {title['version']}: the file was renamed",
            hint=f"Give it its name back: {title['version']}.sql. The next file and the ledger know it by that.",
        )


def _entries(lines: Sequence[str], version: str) -> tuple[_Entry, ...]:
    entries: list[_Entry] = []
    for number, line in enumerate(lines[1:], 2):
        if entries and (found := CONTINUATION.fullmatch(line)):
            last = entries[-1]
            entries[-1] = _Entry(last.line, last.label, f"{last.text} {found['text']}")
        elif found := LINE.fullmatch(line):
            entries.append(_Entry(number, found["label"], found["text"]))
        elif line.strip() not in ("", "--"):
            raise _error(version, number, f"no header line: {line[:80]}")
    return tuple(entries)


def _own(entries: Iterable[_Entry], version: str) -> dict[str, _Entry]:
    own: dict[str, _Entry] = {}
    for entry in entries:
        if entry.label in own:
            raise _error(version, entry.line, f"`-- {entry.label}:` stands here a second time, after line {own[entry.label].line}")
        if entry.label in OWN_LABELS:
            own[entry.label] = entry
    for label in ("parent", "from", "proved"):
        if label not in own:
            raise _error(version, 1, f"the header has no line `-- {label}:`")
    return own


def _parent(entry: _Entry, version: str) -> tuple[str, str] | None:
    if entry.text == "none":
        return None
    if found := PARENT.fullmatch(entry.text):
        return found["version"], found["checksum"]
    raise _error(version, entry.line, "`-- parent:` must name a version and its checksum, or `none`")


def _fingerprints(entry: _Entry, version: str) -> tuple[str, str]:
    found = FINGERPRINTS.fullmatch(entry.text)
    if not found:
        raise _error(version, entry.line, "`-- from: … to: …` must name two fingerprints")
    start, end = ("" if text == "none" else text for text in found.groups())
    return start, end


def _proved(entry: _Entry) -> tuple[str, str]:
    """Words without a checksum stay words: they prove no body."""
    found = PROVED.fullmatch(entry.text)
    words, checksum = (found["words"], found["checksum"] or "") if found else (entry.text, "")
    return ("", "") if words in ("", "no") else (_unescaped(words), checksum)


def _transactional(entry: _Entry, version: str) -> bool:
    if entry.text != "none":
        raise _error(version, entry.line, "`-- transaction:` can only be `none`; without the line the file is one transaction")
    return False


def _error(version: str, line: int, message: str) -> MigrationFileError:
    return MigrationFileError(f"{version}.sql:{line}: {message}", hint=HINT)
