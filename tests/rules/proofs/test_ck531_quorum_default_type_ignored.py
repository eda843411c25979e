from __future__ import annotations

from typing import Any

import pytest
from kombu import Queue

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        ({"task_default_queue_type": "quorum"}, {"x-queue-type": "quorum"}),
        ({"task_default_queue_type": "quorum", "task_queues": [Queue("celery")]}, None),
        ({"task_default_queue_type": "Quorum"}, None),
    ],
)
def test_which_queues_are_quorum_queues(settings: dict[str, Any], arguments: object) -> None:
    with client(**settings) as app:
        assert app.amqp.queues["celery"].queue_arguments == arguments


def test_another_type_for_missing_queues_raises() -> None:
    with client(task_create_missing_queue_type="Quorum") as app, pytest.raises(ValueError, match="Invalid queue type"):
        app.send_task("proj.add", queue="adhoc")
