"""Each proof is alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import _state
from celery.backends.cache import _DUMMY_CLIENT_CACHE
from kombu.transport.memory import Channel

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Celery leaves connections to the garbage collector, which warns of them; what is proved is something else.

    All together, proofs take too long for `make quick`.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(autouse=True)
def _nothing_of_another_proof(request: pytest.FixtureRequest) -> Iterator[None]:
    """Messages and results in memory are the process's, not an app's; and a task of one app is one of all apps that
    are made after it (celery/app/base.py, shared=True)."""
    before = set(_state._on_app_finalizers)
    # Left by a worker that ran in this process.
    _state._set_task_join_will_block(False)
    Channel.queues.clear()
    _DUMMY_CLIENT_CACHE.clear()
    yield
    _state._set_task_join_will_block(False)
    _state._on_app_finalizers.clear()
    _state._on_app_finalizers.update(before)
    if request.node.get_closest_marker("servers"):
        gc.collect()  # here, where the mark holds, and not in a test of somebody else
