"""A cache folder of its own for tests that break servers, where the server's account may enter it too."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemactl.config import Settings


@pytest.fixture(scope="package")
def cache() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="schemactl-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(cache: Path, tmp_path: Path) -> Settings:
    return Settings(root=tmp_path, cache_dir=str(cache))


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Docker's client asks an engine that is not there."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
