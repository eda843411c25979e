from __future__ import annotations

from types import SimpleNamespace

import pytest
from celery.exceptions import ImproperlyConfigured
from celery.worker.components import Beat

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("pool", ["celery.concurrency.gevent", "celery.concurrency.eventlet"])
def test_the_worker_does_not_start(pool: str) -> None:
    with client() as app:
        worker = SimpleNamespace(app=app, pool_cls=pool, schedule_filename=None, scheduler=None, beat=None)
        step = Beat(worker, beat=True)
        with pytest.raises(ImproperlyConfigured, match="-B option doesn't work with eventlet/gevent pools"):
            step.create(worker)
