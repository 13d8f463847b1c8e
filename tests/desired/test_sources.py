"""What a folder's files are, and which are refused before anything runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from schemactl.desired import digest, sources
from schemactl.errors import SchemaFileError, UsageError

Folder = Callable[..., Path]


def names(path: Path) -> list[str]:
    return [f.name for f in sources(path)]


def test_files_come_in_path_order_without_the_hidden(folder: Folder) -> None:
    path = folder(b="", a="", a__z="", _hidden__x="", **{"a-b": ""})
    (path / "_hidden").rename(path / ".hidden")
    (path / ".a.sql").write_text("")
    (path / "notes.txt").write_text("")
    (path / "UPPER.SQL").write_text("")
    assert names(path) == ["UPPER.SQL", "a/z.sql", "a-b.sql", "a.sql", "b.sql"]


def test_included_files_count_too(folder: Folder) -> None:
    path = folder(a="\\i rows.txt")
    (path / "rows.txt").write_text("select 1")
    assert names(path) == ["a.sql", "rows.txt"]


def test_a_missing_folder_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no schema folder") as caught:
        sources(tmp_path / "schema")
    assert "schema_dir" in caught.value.hint


def test_an_empty_folder_says_how_to_mean_it(folder: Folder) -> None:
    with pytest.raises(UsageError, match=r"has no \.sql file") as caught:
        sources(folder())
    assert "only a comment" in caught.value.hint


def test_not_utf8_names_the_byte(folder: Folder) -> None:
    path = folder(a="")
    (path / "a.sql").write_bytes(b"\xef\xbb\xbfselect '\xe9'")
    with pytest.raises(SchemaFileError, match=r"^schema/a.sql: not UTF-8: byte 11 \(0xe9\)$"):
        sources(path)


def test_a_byte_order_mark_is_no_text(folder: Folder) -> None:
    path = folder(a="")
    (path / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1")
    assert sources(path)[0].text == "select 1"


def test_a_link_out_of_the_folder_is_refused(folder: Folder, tmp_path: Path) -> None:
    path = folder()
    (tmp_path / "secret").write_text("the secret")
    (path / "a.sql").symlink_to(tmp_path / "secret")
    with pytest.raises(SchemaFileError, match="leads out of the schema folder") as caught:
        sources(path)
    assert "the secret" not in str(caught.value)


def test_an_include_through_a_link_is_refused(folder: Folder, tmp_path: Path) -> None:
    path = folder(a="\\i link")
    (tmp_path / "secret").write_text("the secret")
    (path / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(SchemaFileError, match="outside of the schema folder"):
        sources(path)


def test_a_linked_folder_is_refused(folder: Folder, tmp_path: Path) -> None:
    path = folder(a="")
    (path / "all").symlink_to(tmp_path)
    with pytest.raises(SchemaFileError, match="schema/all: a symbolic link to a folder"):
        sources(path)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "loop", ""], ids=["long", "nul", "loop", "empty"])
def test_an_include_that_is_no_path(folder: Folder, name: str) -> None:
    path = folder(a=f"\\i {name}")
    (path / "loop").symlink_to("loop")
    with pytest.raises(SchemaFileError, match=r"^schema/a.sql:1:1: \\i "):
        sources(path)


def test_a_link_to_itself_is_refused(folder: Folder) -> None:
    path = folder()
    (path / "a.sql").symlink_to("a.sql")
    with pytest.raises(SchemaFileError, match="not a regular file"):
        sources(path)


def test_a_pipe_is_refused(folder: Folder) -> None:
    path = folder()
    os.mkfifo(path / "a.sql")
    with pytest.raises(SchemaFileError, match="not a regular file"):
        sources(path)


def test_the_digest_follows_names_and_texts(folder: Folder) -> None:
    path = folder(a="select 1", b="")
    before = digest(path)
    assert digest(folder(a="select 1")) == before
    assert digest(folder(a="select 2")) != before
    folder(a="select 1")
    (path / "b.sql").rename(path / "c.sql")
    assert digest(path) != before


def test_the_digest_follows_included_files(folder: Folder) -> None:
    path = folder(a="\\ir rows.txt")
    (path / "rows.txt").write_text("select 1")
    before = digest(path)
    (path / "rows.txt").write_text("select 2")
    assert digest(path) != before


def test_the_digest_does_not_depend_on_where_the_folder_lies(folder: Folder, tmp_path: Path) -> None:
    path = folder(a="select 1")
    before = digest(path)
    path.rename(tmp_path / "elsewhere")
    assert digest(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(("name", "place"), [("x", "schema/a.sql:1:1"), ("y", "schema/a.sql:2:3"), ("z", "schema/a.sql:3:1")])
def test_places_count_characters_from_one(folder: Folder, name: str, place: str) -> None:
    file = sources(folder(a="x é😀\né y\nz"))[0]
    assert file.place(file.text.index(name)) == place
