from __future__ import annotations

import pytest
from celery.worker.consumer.events import Events

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(("sends", "groups"), [(False, ["worker"]), (True, None)])
def test_by_default_a_worker_tells_of_itself_and_of_no_task(sends: bool, groups: list[str] | None) -> None:
    with client(worker_send_task_events=sends) as app:
        consumer = app.WorkController(pool_cls="solo", concurrency=1).consumer
        [step] = [step for step in consumer.steps if isinstance(step, Events)]
        assert step.groups == groups
