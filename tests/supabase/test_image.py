"""Supabase's own image as live, where an engine answers and has it: the platform is no difference, and a project begins from what is there.

SCHEMACTL_SUPABASE_IMAGE names one (`supabase/postgres:17.6.1.054`); else any of the engine's that is called so and has our major version.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import DockerException

from schemactl import config
from schemactl.adapters.database import connect
from schemactl.adapters.scratch.docker import docker_server, missing_engine

MAJOR = 17
BY_HAND = """
    create table public.notes (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users, body text);
    alter table public.notes enable row level security;
    create policy own on public.notes to authenticated using (user_id = (select auth.uid()));
    create policy "own files" on storage.objects for select to authenticated using (owner_id = (select auth.uid()::text));
"""


@pytest.fixture(scope="module")
def image() -> str:
    if reason := missing_engine():
        pytest.skip(reason)
    client = docker.from_env()
    try:
        wanted = os.environ.get("SCHEMACTL_SUPABASE_IMAGE", "")
        tags = [tag for found in client.images.list() for tag in found.tags]
        matching = [tag for tag in tags if tag == wanted or (not wanted and f"supabase/postgres:{MAJOR}." in tag)]
        if not matching:
            pytest.skip(f"the engine has no image {wanted or f'supabase/postgres:{MAJOR}.*'}: docker pull one")
        return matching[0]
    except DockerException as error:
        pytest.skip(f"Docker does not list its images: {str(error).splitlines()[0]}")
    finally:
        client.close()


@pytest.fixture
def live(image: str) -> Iterator[str]:
    """The connection string of a new project's database, as its `postgres`, which is no superuser."""
    settings = replace(config.load(Path(__file__).parent), scratch_image=image)
    with docker_server(settings, MAJOR, "postgres") as server:
        yield server.owner_url("postgres")


def test_a_project_on_the_real_platform(live: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "schemactl", *arguments, "--db", live, "--json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    with connect(live) as database:
        database.execute(BY_HAND)
    assert run("init")["baseline"]["files"]
    assert run("diff", "--exit-code")["changes"] == []
    run("apply", "--yes")
    assert run("status", "--exit-code")["clean"]
    with connect(live) as database:
        database.execute("create table public.added_in_the_dashboard (id bigint primary key); drop policy own on public.notes")
    assert {line for line in run("diff", "--stdout")["changes"] if "grant" not in line} == {
        "- table public.added_in_the_dashboard",
        "+ policy own on public.notes",
    }
