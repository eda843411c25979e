from __future__ import annotations

from collections.abc import Callable

import pytest

from celerykit.project import Deployment, Process

Files = dict[str, str]
Deployed = Callable[[Files], Deployment]
One = Callable[[Files], Process]

APP = "from celery import Celery\napp = Celery('proj')\n"


@pytest.fixture
def deployed(project_of) -> Deployed:
    """Writes files beside a program with one app, and reads how it is run."""
    return lambda files: project_of({"proj.py": APP, **files}, "proj").deployment


@pytest.fixture
def process_of(deployed: Deployed) -> One:
    """The one process that files start."""

    def one(files: Files) -> Process:
        (process,) = deployed(files).processes
        return process

    return one


@pytest.fixture
def command_of(process_of: One) -> Callable[[str], Process]:
    """The process that a line of a Procfile starts."""
    return lambda line: process_of({"Procfile": f"worker: {line}\n"})
