from __future__ import annotations

import pytest
from celery.beat import Service

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("name", ["celery.beat:PersistantScheduler", "djcelery.schedulers:DatabaseScheduler"])
def test_beat_cannot_get_it(name: str) -> None:
    with client(beat_scheduler=name) as app:
        beat = app.Beat(quiet=True)
        with pytest.raises((AttributeError, ImportError)):
            Service(app, scheduler_cls=beat.scheduler_cls).get_scheduler(lazy=True)
