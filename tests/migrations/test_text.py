"""A migration and the text of its file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemactl.errors import MigrationFileError
from schemactl.migrations import parse, render
from schemactl.migrations.text import DOWN_MARK, UP_MARK
from schemactl.model import Migration

SHA = "sha256:" + "ab" * 32
FIRST = Migration(
    version="004_add_orders_notes",
    up="alter table public.orders add column notes text;",
    down="alter table public.orders drop column notes;",
    from_fingerprint="fp:0011223344556677",
    to_fingerprint="fp:8899aabbccddeeff",
    parent=("003_indexes", SHA),
)
PROVED = replace(FIRST, proved="up, down on PostgreSQL 17.10", proved_checksum=FIRST.checksum, notes=(("changes", "+1 column"),))

nasty = st.sampled_from(
    [
        *("-- DOWN", "-- UP", UP_MARK, DOWN_MARK, "DOWN (commented out", " DOWN (commented out", DOWN_MARK[3:], "--", "-- ", "-- a", "--a"),
        *(
            "",
            " ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\f",
            "\u2028",
            "\x85",
            "\ufeff",
            "$$",
            "$body$\n-- DOWN\n$body$",
            ";",
            "é✓",
            "/*",
            "*/",
        ),
        *("create function f() returns text language sql as $$\nselect 1\r\n-- DOWN\n$$;", "-- parent: none", "'", '"', "\\"),
    ]
)
scripts = st.lists(nasty | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=8).map("".join)
words = st.text(st.sampled_from("ab:(\\_ \n\r\té-") | st.characters(exclude_categories=["Cs"]), max_size=40)
long_words = st.lists(words, max_size=12).map(" ".join)
notes = st.lists(st.tuples(st.sampled_from(["changes", "locks", "hazards", "not proved"]), words | long_words), max_size=5).map(tuple)
fingerprints = st.from_regex(r"fp:[0-9a-f]{16}", fullmatch=True) | st.just("")
proofs = st.just(("", "")) | st.tuples(words.filter(lambda w: w not in ("", "no")), st.just(SHA))


@st.composite
def migrations(draw: st.DrawFn) -> Migration:
    proved, checksum = draw(proofs)
    return Migration(
        version=draw(st.sampled_from(["000_a", "1000_b_2"])),
        up=draw(scripts),
        down=draw(scripts),
        from_fingerprint=draw(fingerprints),
        to_fingerprint=draw(fingerprints),
        parent=draw(st.none() | st.just(("003_x", SHA))),
        proved=proved,
        proved_checksum=checksum,
        transactional=draw(st.booleans()),
        notes=draw(notes),
    )


@given(migrations())
@example(replace(FIRST, up=f"a\n{DOWN_MARK}\n-- b", down=DOWN_MARK[3:]))
@example(replace(FIRST, up="a\n", down="b\n\n"))
@example(replace(FIRST, notes=(("hazards", 'table "x\ndrop table y; --"'), ("hazards", "two"))))
def test_parse_undoes_render(migration: Migration) -> None:
    assert parse(render(migration), version=migration.version) == migration


@given(migrations())
def test_everything_but_up_is_a_comment_to_postgresql(migration: Migration) -> None:
    header, _, rest = render(migration).partition(f"\n\n{UP_MARK}\n")
    down = rest.removeprefix(migration.up)
    # a carriage return ends a comment as a line feed does
    lines = (header + down).replace("\r", "\n").split("\n")
    assert [line for line in lines if line and not line.startswith("--")] == []


@given(migrations())
def test_line_ends_and_trailing_blanks_do_not_unprove(migration: Migration) -> None:
    migration = replace(migration, up=migration.up.replace("\r", ""), down=migration.down.replace("\r", ""))
    converted = parse(render(migration).replace("\n", "\r\n"), version=migration.version)
    assert converted == migration
    trimmed = "\n".join(line.rstrip(" \t") for line in render(migration).split("\n"))
    assert parse(trimmed, version=migration.version).checksum == migration.checksum


def test_the_file_reads_like_this() -> None:
    assert render(replace(PROVED, down=PROVED.down + "\n\nselect 1;")) == (
        "-- schemactl migration 004_add_orders_notes\n"
        f"-- parent: 003_indexes {SHA}\n"
        "-- from: fp:0011223344556677  to: fp:8899aabbccddeeff\n"
        f"-- proved: up, down on PostgreSQL 17.10 ({PROVED.checksum})\n"
        "-- changes: +1 column\n"
        "\n"
        "-- UP\n"
        "alter table public.orders add column notes text;\n"
        "\n"
        "-- DOWN (commented out, so that the whole file can be pasted into an SQL editor; `schemactl rollback` runs it)\n"
        "-- alter table public.orders drop column notes;\n"
        "--\n"
        "-- select 1;\n"
    )


def test_a_long_note_is_wrapped() -> None:
    text = render(replace(FIRST, notes=(("changes", " ".join(["+ column public.orders.notes"] * 9)),)))
    assert max(len(line) for line in text.split(UP_MARK)[0].split("\n")) <= 140


@pytest.mark.parametrize(
    "edit",
    [
        lambda t: t.replace("-- parent: ", "--parent:   "),
        lambda t: t.replace("  to: ", " to:").replace("-- from: ", "-- from:"),
        lambda t: t.replace("-- UP\n", "-- UP  \n\n\n"),
        lambda t: t.rstrip("\n"),
        lambda t: t + "\n  \n",
        lambda t: "\ufeff" + t,
        lambda t: t.replace("-- alter", "--alter"),
        lambda t: t.replace("\n\n-- UP", "\n-- UP").replace("\n\n-- DOWN", "\n-- DOWN"),
    ],
)
def test_a_persons_spacing_keeps_the_proof(edit) -> None:  # type: ignore[no-untyped-def]
    text = edit(render(PROVED))
    assert text != render(PROVED)
    parsed = parse(text, version=PROVED.version)
    assert parsed.is_proved
    assert (parsed.parent, parsed.notes, parsed.to_fingerprint) == (PROVED.parent, PROVED.notes, PROVED.to_fingerprint)


def test_an_edited_body_is_not_proved_any_more() -> None:
    assert parse(render(PROVED), version=PROVED.version).is_proved
    assert not parse(render(PROVED).replace("notes text", "notes varchar"), version=PROVED.version).is_proved
    assert not parse(render(PROVED).replace("-- alter", "-- select 1; alter"), version=PROVED.version).is_proved
    assert not parse(render(PROVED).replace("-- changes", "-- transaction: none\n-- changes"), version=PROVED.version).is_proved


def test_moving_text_between_up_and_down_changes_the_checksum() -> None:
    left, right = replace(FIRST, up="a\n-- DOWN\nb", down="c"), replace(FIRST, up="a", down="b\n-- DOWN\nc")
    assert left.checksum != right.checksum


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda t: t.replace("-- UP\n", ""), r"004_add_orders_notes\.sql:1: the file has no line `-- UP`"),
        (lambda t: t.replace(DOWN_MARK, "-- DOWN"), r"004_add_orders_notes\.sql:7: no line `-- DOWN \(commented out"),
        (lambda t: t.replace("\n-- alter", "\nalter"), r"004_add_orders_notes\.sql:11: below the line DOWN everything must be a comment"),
        (lambda t: t.replace("-- changes", "drop table x; -- changes"), r"sql:5: no header line: drop table x"),
        (lambda t: t.replace("-- schemactl", "-- some"), r"sql:1: the first line must be"),
        (lambda t: t.replace("004_add_orders_notes\n", "005_other\n"), r"sql:1: the first line says 005_other: the file was renamed"),
        (lambda t: t.replace("-- parent: 003", "-- parent: 003 and"), r"sql:2: `-- parent:` must name"),
        (lambda t: t.replace("  to:", "  then:"), r"sql:3: `-- from: … to: …` must name two fingerprints"),
        (lambda t: t.replace("-- proved:", "-- approved:"), r"sql:1: the header has no line `-- proved:`"),
        (lambda t: t.replace("-- changes", "-- parent"), r"sql:5: `-- parent:` stands here a second time, after line 2"),
        (lambda t: t.replace("-- changes: ", "-- transaction: some "), r"sql:5: `-- transaction:` can only be `none`"),
        (lambda t: "", r"the file has no line `-- UP`"),
    ],
)
def test_errors_name_file_and_line(edit, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MigrationFileError, match=message) as caught:
        parse(edit(render(PROVED)), version=PROVED.version)
    assert caught.value.hint


def test_first_lines_are_those_of_the_file() -> None:
    text = render(PROVED)
    up, down = parse(text, version=PROVED.version).first_lines
    lines = text.split("\n")
    assert (lines[up - 1], lines[down - 1]) == (PROVED.up, f"-- {PROVED.down}")
