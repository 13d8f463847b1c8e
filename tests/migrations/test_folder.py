"""The migrations folder: its chain, and writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from schemactl.errors import EnvironmentFailure, ExitCode, MigrationFileError
from schemactl.migrations import check_chain, next_version, read, render, replace_file, write
from schemactl.model import Migration


def chain(*names: str) -> tuple[Migration, ...]:
    """Proved migrations, each the parent of the next, numbered from 000."""
    found: list[Migration] = []
    for name in names:
        parent = (found[-1].version, found[-1].checksum) if found else None
        found.append(proved(Migration(next_version(found, name), f"select '{name}';", "select 0;", "fp:a", "fp:b", parent)))
    return tuple(found)


def proved(migration: Migration) -> Migration:
    return replace(migration, proved="up, down on PostgreSQL 17.10", proved_checksum=migration.checksum)


def edit(folder: Path, version: str, old: str, new: str) -> None:
    path = folder / f"{version}.sql"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def refusal(folder: Path) -> MigrationFileError:
    with pytest.raises(MigrationFileError) as caught:
        read(folder)
    assert caught.value.exit_code == ExitCode.REFUSED
    assert caught.value.hint
    return caught.value


def versions(migrations: Sequence[Migration]) -> list[str]:
    return [m.version for m in migrations]


def test_what_is_written_is_read_in_order(tmp_path: Path) -> None:
    migrations = chain("ledger", "b", "a")
    paths = write(tmp_path / "new", migrations)
    assert read(tmp_path / "new") == migrations
    assert [p.name for p in paths] == ["000_ledger.sql", "001_b.sql", "002_a.sql"]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["000_ledger.sql", "001_b.sql", "002_a.sql"]


def test_carriage_returns_survive_the_file_system(tmp_path: Path) -> None:
    migration = replace(chain("a")[0], up="select $$a\r\nb\rc$$;", down="select $$a\r\nb\rc$$;")
    write(tmp_path, [migration])
    assert read(tmp_path)[0] == migration


def test_a_missing_folder_reads_as_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == ()


def test_other_files_do_not_count(tmp_path: Path) -> None:
    write(tmp_path, chain("a"))
    for name in ("README.md", ".gitkeep", ".001_b.sql.new", "._000_a.sql"):
        (tmp_path / name).write_bytes(b"\xff")
    assert versions(read(tmp_path)) == ["000_a"]


def test_numbers_go_on_beyond_999() -> None:
    numbered = [replace(chain("a")[0], version=f"{n:03d}_a") for n in (998, 999)]
    assert next_version(numbered[:1], "b") == "999_b"
    assert next_version(numbered, "b") == "1000_b"
    assert next_version((), "ledger") == "000_ledger"


def test_a_chain_beyond_999_is_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    write(tmp_path, chain(*["a"] * 1002))
    assert versions(read(tmp_path))[-3:] == ["999_a", "1000_a", "1001_a"]


def test_two_files_with_one_number(tmp_path: Path) -> None:
    ours = chain("a", "ours")
    write(tmp_path, ours)
    (tmp_path / "001_theirs.sql").write_text(render(chain("a", "theirs")[1]))
    error = refusal(tmp_path)
    assert str(error) == "two migrations have the number 001: 001_ours.sql and 001_theirs.sql"
    assert "Delete the newer one" in error.hint
    assert "`schemactl diff` again" in error.hint


def test_of_two_with_one_number_the_one_with_a_follower_stays(tmp_path: Path) -> None:
    write(tmp_path, chain("a", "ours", "next"))
    (tmp_path / "001_theirs.sql").write_text(render(chain("a", "theirs")[1]))
    assert "001_ours has a follower: delete 001_theirs.sql" in refusal(tmp_path).hint


def test_a_gap(tmp_path: Path) -> None:
    for path in write(tmp_path, chain("a", "b", "c"))[1:2]:
        path.unlink()
    assert str(refusal(tmp_path)) == "number 001 is missing before 002_c.sql"


def test_a_chain_that_does_not_begin_with_000(tmp_path: Path) -> None:
    write(tmp_path, chain("a", "b")[1:])
    assert str(refusal(tmp_path)) == "number 000 is missing before 001_b.sql"


def test_a_first_file_with_a_parent() -> None:
    first = replace(chain("a")[0], parent=("000_other", "sha256:" + "0" * 64))
    with pytest.raises(MigrationFileError, match=r"000_a.sql names 000_other as its parent, but no file comes before it"):
        check_chain([first])


def test_a_parent_of_another_name(tmp_path: Path) -> None:
    write(tmp_path, chain("a", "b"))
    edit(tmp_path, "001_b", "-- parent: 000_a", "-- parent: 000_z")
    assert str(refusal(tmp_path)) == "001_b.sql names 000_z as its parent, but the file before it is 000_a.sql"


def test_no_parent_in_a_later_file(tmp_path: Path) -> None:
    a, b = chain("a", "b")
    write(tmp_path, [a, replace(b, parent=None)])
    assert str(refusal(tmp_path)) == "001_b.sql names none as its parent, but the file before it is 000_a.sql"


def test_a_parent_with_another_body(tmp_path: Path) -> None:
    a, b = chain("a", "b")
    write(tmp_path, [proved(replace(a, up="select 'other';")), b])
    assert "000_a.sql is not the file that 001_b.sql was made after" in str(refusal(tmp_path))


def test_an_edited_file_is_read_and_is_unproved(tmp_path: Path) -> None:
    write(tmp_path, chain("a", "b", "c"))
    edit(tmp_path, "001_b", "select 'b'", "select 'edited'")
    assert [m.is_proved for m in read(tmp_path)] == [True, False, True]


@pytest.mark.parametrize("name", ["notes.sql", "4_a.sql", "0004_a.sql", "004-a.sql", "004_A.sql", "004_a.SQL", "٠٠٤_a.sql"])
def test_a_foreign_file(tmp_path: Path, name: str) -> None:
    write(tmp_path, chain("a"))
    (tmp_path / name).write_text("select 1;")
    error = refusal(tmp_path)
    assert str(error).startswith(f"{name} is no migration of ours: names are NNN_name.sql")
    assert error.hint == "Move the file out of the migrations folder."


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "000_a.sql").write_bytes(render(chain("a")[0]).encode() + b"-- \xff")
    assert "000_a.sql is not UTF-8 (byte " in str(refusal(tmp_path))


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "000_a.sql").mkdir()
    with pytest.raises(EnvironmentFailure, match=r"cannot read .*000_a.sql: Is a directory"):
        read(tmp_path)


def test_the_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "migrations").write_text("")
    assert "is a file, where the migrations folder should be" in str(refusal(tmp_path / "migrations"))
    with pytest.raises(EnvironmentFailure, match=r"cannot write to .*: File exists"):
        write(tmp_path / "migrations", chain("a"))


@pytest.mark.parametrize("there", ["001_b.sql", "001_other.sql"])
def test_nothing_is_written_where_a_number_is_taken(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("theirs")
    with pytest.raises(MigrationFileError, match=rf"{there} is there already: 001_b.sql was not written"):
        write(tmp_path, chain("a", "b"))
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(there, "theirs")]


def test_nothing_is_left_where_a_text_cannot_be_written(tmp_path: Path) -> None:
    a, b = chain("a", "b")
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path, [a, replace(b, up="\ud800")])
    assert list(tmp_path.iterdir()) == []


def test_replace_file_renews_the_header_in_place(tmp_path: Path) -> None:
    (migration,) = chain("a")
    write(tmp_path, [replace(migration, proved="", proved_checksum="")])
    path = replace_file(tmp_path, migration)
    assert read(tmp_path) == (migration,)
    assert [p.name for p in tmp_path.iterdir()] == [path.name] == ["000_a.sql"]


def test_replace_file_says_why_it_cannot(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"cannot write to .*none: No such file or directory"):
        replace_file(tmp_path / "none", chain("a")[0])
