"""Each proof is alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery import _state
from celery.backends.cache import _DUMMY_CLIENT_CACHE
from kombu.transport.memory import Channel


@pytest.fixture(autouse=True)
def _nothing_of_another_proof() -> Iterator[None]:
    """Messages and results in memory are the process's, not an app's; and a task of one app is one of all apps that
    are made after it (celery/app/base.py, shared=True)."""
    before = set(_state._on_app_finalizers)
    Channel.queues.clear()
    _DUMMY_CLIENT_CACHE.clear()
    yield
    _state._on_app_finalizers.clear()
    _state._on_app_finalizers.update(before)
