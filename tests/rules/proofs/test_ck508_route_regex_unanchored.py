from __future__ import annotations

import re

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("expression", "task", "queue"),
    [
        (r"\.feed", "proj.feed", "celery"),
        (r".*\.feed", "proj.feed", "feeds"),
        ("feed", "feeds.refresh", "feeds"),
        (r"feed(\.|$)", "feeds.refresh", "celery"),
    ],
)
def test_it_is_compared_from_the_start_and_may_end_anywhere(expression: str, task: str, queue: str) -> None:
    with client(task_routes={re.compile(expression): {"queue": "feeds"}}) as app:
        assert app.amqp.router.route({}, task)["queue"].name == queue
