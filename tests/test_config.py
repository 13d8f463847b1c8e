"""Settings: where they come from, which goes before which, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemactl.config import load
from schemactl.errors import UsageError


def test_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings.root == tmp_path
    assert (settings.live_url, settings.platform, settings.lock_timeout) == ("", "auto", "5s")
    assert settings.schema_path == tmp_path / "schema"
    assert settings.migrations_path == tmp_path / "generated_migrations"


def test_the_settings_file_of_a_folder_above_makes_that_the_project(tmp_path: Path) -> None:
    (tmp_path / "schemactl.toml").write_text('schema_dir = "db"\n[scratch]\nurl = "postgresql:///scratch"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    settings = load(inner, {})
    assert settings.schema_path == tmp_path / "db"
    assert settings.scratch_url == "postgresql:///scratch"


def test_a_pyproject_counts_where_it_speaks_of_us(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.schemactl]\nplatform = "supabase"\n')
    inner = tmp_path / "package"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert load(inner, {}).root == tmp_path
    assert load(inner, {}).platform == "supabase"


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SCHEMACTL_DATABASE_URL=postgresql:///dotenv\n")
    (tmp_path / "schemactl.toml").write_text('cache_dir = "/file"\n')
    assert load(tmp_path, {}).live_url == "postgresql:///dotenv"
    environment = {"SCHEMACTL_DATABASE_URL": "postgresql:///environment", "SCHEMACTL_CACHE_DIR": "/environment"}
    found = load(tmp_path, environment)
    assert (found.live_url, found.live_source, found.cache_dir) == ("postgresql:///environment", "SCHEMACTL_DATABASE_URL", "/environment")
    found = load(tmp_path, environment, database="postgresql:///flag")
    assert (found.live_url, found.live_source) == ("postgresql:///flag", "--db")


def test_of_the_variables_for_live_the_first_counts(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": "c", "SUPABASE_DB_URL": "b", "SCHEMACTL_DATABASE_URL": ""}
    assert load(tmp_path, environment).live_url == "b"


def test_a_flag_that_is_not_given_leaves_the_file_alone(tmp_path: Path) -> None:
    (tmp_path / "schemactl.toml").write_text("any_major = true\n")
    assert load(tmp_path, {}, any_major=False).any_major
    assert load(tmp_path, {}).any_major


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("platform = ", r"schemactl\.toml: not valid TOML"),
        ('platfrom = "plain"', "unknown key `platfrom`"),
        ('live_url = "postgresql:///x"', "unknown key `live_url`"),
        ('platform = "supabse"', "`platform` must be one of auto, plain, supabase, not 'supabse'"),
        ("any_major = 1", "`any_major` must be true or false, not 1"),
        ("lock_timeout = 5", "`lock_timeout` must be a string, not 5"),
        ('exclude = "table t"', "`exclude` must be a list of strings, not 'table t'"),
        ("include = [1]", r"`include` must be a list of strings, not \[1\]"),
        ("scratch = 1", "`scratch` is a table"),
        ("[scratch]\npassword = 'x'", "unknown key `scratch_password`"),
    ],
)
def test_settings_that_are_none(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / "schemactl.toml").write_text(settings)
    with pytest.raises(UsageError, match=message) as caught:
        load(tmp_path, {})
    assert caught.value.hint


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nschemactl = 1"])
def test_a_pyproject_of_another_shape(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(UsageError, match=r"pyproject\.toml: `tool\.schemactl` is no table"):
        load(tmp_path, {})


def test_files_that_are_not_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff\n")
    with pytest.raises(UsageError, match=r"\.env cannot be read") as caught:
        load(tmp_path, {})
    assert caught.value.hint
    (tmp_path / ".env").unlink()
    (tmp_path / "schemactl.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not valid TOML"):
        load(tmp_path, {})
