from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("on", [True, False])
def test_a_worker_listens_only_with_remote_control(on: bool) -> None:
    with client(worker_enable_remote_control=on) as app:
        consumer = app.WorkController(pool_cls="solo", concurrency=1).consumer
        steps = {type(step).__module__ for step in consumer.steps}
        assert ("celery.worker.consumer.control" in steps) is on
