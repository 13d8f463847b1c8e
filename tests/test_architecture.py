"""Rules of the house that a machine can check: layers, doors, kinds, and that the README says what there is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from schemactl import config, kinds
from schemactl.cli import app
from schemactl.errors import ExitCode

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "tool" / "schemactl"
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
DOORS = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
LAYERS = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
KINDS = [member.name for member in kinds.Order]
WITHOUT_CASES = {"security_label", "role", "membership", "bucket", "cron_job"}
"""`security label` needs a label provider, and PostgreSQL ships none that a test could load. Roles differ only between two servers:
tests/pipeline/test_role_transitions.py. Declared data needs a project: tests/supabase/test_declared_data.py."""
OURS = ("tool", "tests", "schema", "generated_migrations", ".ci")
MACHINE = re.compile(r"(?<![\w.$}])/(?:work|root|home|Users)/\w|/tmp/[w]/|file://[/]")
"""Absolute paths that only one machine has."""


def tool(name: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a program of this virtual environment in the repository."""
    command = [Path(sys.executable).with_name(name), *arguments]
    return subprocess.run(command, cwd=REPOSITORY, input=text, capture_output=True, text=True, check=False)


def files() -> Iterator[Path]:
    """What is written by hand or by the tool itself, at the root and below its folders."""
    yield from (path for path in REPOSITORY.iterdir() if path.suffix in {".md", ".toml", ".yaml"})
    for folder in OURS:
        yield from (p for p in (REPOSITORY / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


# layers and doors


def test_imports_go_down_only() -> None:
    done = tool("lint-imports")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout


def test_every_module_has_its_layer() -> None:
    listed = {name.strip() for layer in LAYERS for name in layer.split("|")}
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert listed == {f"schemactl.{name}" for name in there - {"__init__"}}


def test_libraries_are_used_behind_their_doors_only() -> None:
    done = tool("ruff", "check", "--select", "TID251", "tool")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", DOORS)
def test_a_library_elsewhere_than_at_its_door_is_found(library: str) -> None:
    elsewhere = ["--stdin-filename", "tool/schemactl/pipeline/new.py", "-"]
    done = tool("ruff", "check", "--select", "TID251", *elsewhere, text=f"import {library}\n")
    assert "TID251" in done.stdout


# kinds


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_a_query_a_class_and_its_cases(kind: str) -> None:
    assert "select" in kinds.query(kind).lower()
    assert kind == kinds.kinds()[kind].KIND
    cases = [*(REPOSITORY / "tests" / "cases").glob(f"{kind}--*/start.sql")]
    assert bool(cases) != (kind in WITHOUT_CASES)


def test_every_file_of_a_kind_is_in_the_order() -> None:
    queries = {path.stem for path in (PACKAGE / "kinds").glob("*.sql")}
    assert queries == {*KINDS}


@pytest.mark.parametrize("path", sorted((PACKAGE / "diff").glob("*.py")), ids=lambda path: path.name)
def test_the_difference_knows_no_kind(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            assert node.value not in KINDS, f"line {node.lineno} names the kind {node.value}"
        if isinstance(node, ast.Compare):
            asked = [name for side in (node.left, *node.comparators) if (name := _last_name(side)).lower() == "kind"]
            assert not asked, f"line {node.lineno} asks for the kind: {ast.unparse(node)}"


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# what people read


def test_the_first_code_block_of_the_readme_is_two_commands() -> None:
    block = re.search(r"^```\w*\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
    assert block
    demo, tests = block[1].splitlines()
    assert demo.startswith("python3 -m venv ")
    assert demo.endswith("schemactl demo")
    assert tests.startswith("python3 -m venv ")
    assert tests.endswith("pytest")


def test_every_command_stands_in_the_readme() -> None:
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert len(commands) > 5
    assert [name for name in commands if f"`schemactl {name}" not in README] == []


def test_every_exit_code_stands_in_the_readme() -> None:
    codes = [value for name, value in vars(ExitCode).items() if name.isupper()]
    assert [code for code in codes if not re.search(rf"^\| {code} \|", README, flags=re.MULTILINE)] == []


def test_every_setting_stands_in_the_readme() -> None:
    names = [f.name.replace("scratch_", "scratch.") for f in fields(config.Settings) if f.name not in config.OWN]
    assert [name for name in names if f"| `{name}` |" not in README] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [f"{path}: {hit[0]}" for path in files() if (hit := MACHINE.search(path.read_text(encoding="utf-8", errors="replace")))]
    assert found == []
