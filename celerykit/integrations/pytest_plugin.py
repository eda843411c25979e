"""Fixtures for pytest: an app in memory, otherwise configured as in production, and a real worker in a thread.

pytest loads this module in every run where celerykit is installed, so it imports nothing else until a fixture is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from celery import Celery
    from celery.worker import WorkController

    from celerykit.findings import Severity

__all__ = ["assert_valid", "celerykit_app", "celerykit_profile", "celerykit_worker"]

_OPTION = "celerykit_app"
_BEFORE = pytest.StashKey[dict[str, str | None]]()

# What leads every profile into memory. The environment wins over all else, in Celery and in load_profile alike.
_IN_MEMORY = {
    "CELERY_BROKER_URL": "memory://",
    "CELERY_BROKER_READ_URL": "memory://",
    "CELERY_BROKER_WRITE_URL": "memory://",
    "CELERY_RESULT_BACKEND": "cache+memory://",
    "CELERY_BROKER_URL_FILE": "",
    "CELERY_RESULT_BACKEND_FILE": "",
    "CELERYKIT_EMBEDDED": "1",
    # kombu would look for a message once a second.
    "CELERYKIT_BROKER_TRANSPORT_OPTIONS__POLLING_INTERVAL": "0.005",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The line of the settings that names the app under test."""
    text = "module:attribute of the app that celerykit_app gives; the whole run then finds memory in the environment"
    parser.addini(_OPTION, text, default="")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Where an app is named: puts memory into the environment before anything can import and configure it."""
    if early_config.getini(_OPTION):
        early_config.stash[_BEFORE] = {name: os.environ.get(name) for name in _IN_MEMORY}
        os.environ.update(_IN_MEMORY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Puts back what the environment was before."""
    for name, value in config.stash.get(_BEFORE, {}).items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture
def celerykit_profile() -> str:
    """The profile of the app: its name, or the path of its file. To be overridden; "testing" is the shipped one."""
    return "testing"


@pytest.fixture
def celerykit_app(
    request: pytest.FixtureRequest, celerykit_profile: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Celery]:
    """An app whose messages and results are in memory, and empty.

    It is the app that the setting `celerykit_app` names; without one, a new app under `celerykit_profile`. For the test
    it is the current app too, so tasks declared with shared_task run on it.
    """
    from celerykit.integrations.in_memory import alone, named_app, new_app

    place = str(request.config.getini(_OPTION))
    if not place:
        for name, value in _IN_MEMORY.items():
            monkeypatch.setenv(name, value)
    app: Any = named_app(place) if place else new_app(celerykit_profile)
    with alone(app):
        yield app
    if not place:
        app.close()


@pytest.fixture
def celerykit_worker(celerykit_app: Celery) -> Iterator[WorkController]:
    """A worker of that app, in a thread, for the length of the test. It takes tasks when the test begins.

    Tasks that the test itself declares are known to it after `celerykit_worker.reload()`.
    """
    from celerykit.integrations.in_memory import working

    with working(celerykit_app) as worker:
        yield worker


@pytest.fixture
def assert_valid(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`assert_valid("proj.celery_app:app")`: fails the test with the report where `celerykit validate` finds anything.

    Takes what `celerykit.validate` takes, and `fail_on`: the lowest severity that fails ("warning"). Without a target
    the program is looked for in pytest's root folder.
    """

    def check(targets: str | Sequence[str] = (), *, fail_on: Severity = "warning", **options: Any) -> None:
        __tracebackhide__ = True
        from celerykit.engine.run import validate
        from celerykit.engine.sources import source_lines
        from celerykit.reporters import render

        root = options.setdefault("root", request.config.rootpath)
        report = validate(targets, **options)
        if report.fails(fail_on):
            pytest.fail(render("full", report, lines=source_lines(root)), pytrace=False)

    return check
