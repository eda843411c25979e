"""Loading a configuration as Celery would, in a process of its own."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celerykit.catalogue import SETTINGS
from celerykit.errors import UsageError
from celerykit.reading.found import Found
from celerykit.reading.sources import Program

__all__ = ["TIME_LIMIT", "Interpreter", "Loaded", "interpreter", "load"]

TIME_LIMIT = 20.0
"""Seconds after which loading is given up: a worker that takes longer to start has other troubles."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python to load with. own: it is celerykit's, for want of one that belongs to the project."""

    path: str
    own: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading told.

    settings: the names and values in force, defaults left out; environment: those that the environment sets over all.
    error: what the program raised, as the probe writes it. note: why nothing could be told.
    """

    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    celery: str = ""
    note: str = ""


def interpreter(root: Path, python: str | None) -> Interpreter:
    """The Python that a project runs with: the one named, else VIRTUAL_ENV's, else `.venv`'s, else ours.

    Raises UsageError where the one that was named is not there.
    """
    if python:
        import shutil

        found = shutil.which(python)
        if not found:
            raise UsageError(f"{python}: no such Python interpreter")
        return Interpreter(found, own=False)
    active = os.environ.get("VIRTUAL_ENV")
    for folder in (Path(active) if active else None, root / ".venv"):
        for inner in ("bin/python", "Scripts/python.exe"):
            if folder and (folder / inner).exists():
                return Interpreter(str(folder / inner), own=False)
    return Interpreter(sys.executable, own=True)


def load(found: Found, program: Program, python: Interpreter) -> Loaded:
    """What Celery would see. Runs the program's code; its output goes nowhere."""
    import json
    import tempfile

    subject = found.project.app or found.project.config.subject
    if found.kind == "app" and not found.attribute:
        return Loaded(note=f"{subject} was not loaded: no name leads to the app")
    with tempfile.TemporaryDirectory(prefix="celerykit-") as folder:
        out = Path(folder) / "answer.json"
        request = {
            "kind": found.kind,
            "module": found.module,
            "attribute": found.attribute,
            "namespace": found.project.config.namespace,
            "path": [str(found.top), str(program.root), *_src(program), str(found.folder)],
            "root": str(program.root),
            "names": list(SETTINGS),
            "out": str(out),
        }
        problem = _run(
            [python.path, str(Path(__file__).with_name("probe.py")), json.dumps(request)], program, TIME_LIMIT
        )
        if problem:
            return Loaded(note=f"{subject} was not loaded: {problem}")
        if not out.exists():
            return Loaded(note=f"{subject} was not loaded: the interpreter ended without an answer")
        answer = json.loads(out.read_text("utf-8"))
    if not answer.get("celery", True):
        return Loaded(note=f"{subject} was not loaded: Celery is not installed for {Path(python.path).name}")
    if "note" in answer:
        return Loaded(note=f"{subject} was not loaded: {answer['note']}")
    if "error" in answer:
        return Loaded(error=answer["error"])
    return Loaded(answer["settings"], answer["environment"], None, answer["celery"])


def _src(program: Program) -> list[str]:
    source = program.root / "src"
    return [str(source)] if source.is_dir() else []


def _run(command: list[str], program: Program, limit: float) -> str:
    """Run the probe; what went wrong, "" for nothing."""
    import signal
    import subprocess

    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    try:
        process = subprocess.Popen(  # noqa: S603 - running the project's interpreter is what was asked for
            command,
            cwd=program.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{command[0]}: {error.strerror or type(error).__name__}"
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        return f"importing it takes longer than {limit:g} s"
    finally:
        # With all that the program may have started.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return ""
