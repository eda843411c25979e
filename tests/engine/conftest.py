"""A program as the reader would hand it to the engine, without reading one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from celerykit.project import Config, Entry, Project, State, Value
from celerykit.reading.result import Reading
from celerykit.values.places import Place, Source

LATE = """\
broker_url = "redis://h/0"
task_acks_late = True
task_time_limit = 7200
"""
Program = Callable[..., None]


def project_of(text: str, path: str = "celeryconfig.py", **changes: object) -> Project:
    """A config module of `name = literal` lines; `name = ?` is unknown."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        name, found, written = line.partition("  #")[0].partition(" = ")
        if not found:
            continue
        place = Place(path, number, len(name) + 4, len(name) + 4 + len(written))
        state = State.UNKNOWN if written == "?" else State.KNOWN
        value = Value(state, None if written == "?" else _literal(written), place, Source("program"), written)
        entries.append(Entry(name, name, value, Place(path, number, 1, len(name) + 1)))
    return Project(Config(tuple(entries), subject=path), **changes)  # type: ignore[arg-type]


def _literal(written: str) -> object:
    import ast

    return ast.literal_eval(written)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Write a config module, and let the reader return it, or the projects that are given."""
    monkeypatch.chdir(tmp_path)

    def write(
        text: str = LATE, *, projects: Sequence[Project] | None = None, not_checked: tuple[str, ...] = ()
    ) -> None:
        (tmp_path / "celeryconfig.py").write_text(text)
        read = Reading((project_of(text),) if projects is None else tuple(projects), not_checked)
        monkeypatch.setattr("celerykit.reading.read", lambda targets, **options: read, raising=False)

    return write
