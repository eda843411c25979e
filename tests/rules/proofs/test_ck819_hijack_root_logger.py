from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from celery.app.log import Logging

from tests.rules.proofs.apps import client


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Handler]:
    """A handler of the root logger; all that Celery does to loggers is undone."""
    root, mine = logging.getLogger(), logging.NullHandler()
    monkeypatch.setattr(root, "handlers", [mine])
    monkeypatch.setattr(Logging, "_setup", False)
    before = {name: logging.getLogger(name).handlers[:] for name in ("celery", "celery.task", "celery.redirected")}
    level = root.level
    yield mine
    root.setLevel(level)
    for name, handlers in before.items():
        logging.getLogger(name).handlers[:] = handlers


@pytest.mark.parametrize("hijack", [True, False])
def test_a_worker_takes_the_handlers_of_the_root_logger_away(handler: logging.Handler, hijack: bool) -> None:
    with client(worker_hijack_root_logger=hijack) as app:
        app.log.setup_logging_subsystem(loglevel="INFO")
    assert (handler not in logging.getLogger().handlers) is hijack
