from __future__ import annotations

import celery
import pytest

from tests.rules.proofs.apps import client


def test_the_worker_warns_that_the_setting_comes_too_late() -> None:
    with client(worker_pool="gevent") as app, pytest.warns(UserWarning, match="worker_pool setting shouldn't be used"):
        app.WorkController(pool_cls="solo", concurrency=1)


def test_only_arguments_patch() -> None:
    patched: list[str] = []
    patches = {"gevent": lambda: patched.append("gevent")}
    celery.maybe_patch_concurrency(["celery", "-A", "proj", "worker"], patches=patches)
    assert patched == []
    celery.maybe_patch_concurrency(["celery", "-A", "proj", "worker", "-P", "gevent"], patches=patches)
    assert patched == ["gevent"]
