from __future__ import annotations

from typing import Any

import pytest
from kombu import Queue

from tests.rules.proofs.apps import client


def choose() -> str:
    return "a"


@pytest.mark.parametrize("target", [None, 5, Queue("a"), choose, ["media"], {"queue": ["a", "b"]}])
def test_sending_the_task_raises(target: Any) -> None:
    with client(task_routes={"proj.add": target}) as app, pytest.raises(TypeError):
        app.send_task("proj.add")


@pytest.mark.parametrize("target", ["", ["q1", "q2"], {"queue_name": "a"}, {"que": "a"}])
def test_the_task_goes_to_the_default_queue(target: Any) -> None:
    with client(task_routes={"proj.add": target}) as app:
        assert app.amqp.router.route({}, "proj.add").get("queue", app.amqp.default_queue).name == "celery"
