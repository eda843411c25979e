from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from celerykit.project import Entry, Project
from celerykit.reading import Reading, read

Read = Callable[..., Reading]
ReadOne = Callable[..., Project]


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CELERY_APP", "CELERY_CONFIG_MODULE", "DJANGO_SETTINGS_MODULE", "CELERY_BROKER_URL", "VIRTUAL_ENV"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def read_files(tmp_path: Path) -> Read:
    """Writes files and reads them, statically unless told otherwise."""

    def read_them(
        files: Mapping[str, str | bytes], *targets: str, static: bool = True, python: str | None = None
    ) -> Reading:
        write(tmp_path, files)
        return read(targets, root=tmp_path, static=static, python=python)

    return read_them


@pytest.fixture
def project_of(read_files: Read) -> ReadOne:
    """Writes files, and reads the one project that a target names."""

    def read_it(files: Mapping[str, str | bytes], *targets: str, **options: object) -> Project:
        (project,) = read_files(files, *targets, **options).projects
        return project

    return read_it


@pytest.fixture
def config_of(project_of: ReadOne) -> Callable[[str], dict[str, Entry]]:
    """The entries in force of a `celeryconfig.py`, by name as written."""

    def entries(text: str) -> dict[str, Entry]:
        project = project_of({"celeryconfig.py": text}, "celeryconfig")
        return {entry.name: entry for entry in project.config.entries if entry.in_force}

    return entries


@pytest.fixture
def app_of(project_of: ReadOne) -> Callable[..., Project]:
    """The project of an app in `proj.py`."""

    def project(text: str, **others: str) -> Project:
        files = {f"{name}.py": content for name, content in others.items()}
        return project_of({"proj.py": text, **files}, "proj")

    return project
