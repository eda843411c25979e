from __future__ import annotations

import re

import pytest

from tests.rules.proofs.apps import client

A, B = ("proj.a.*", {"queue": "a"}), ("proj.b.*", {"queue": "b"})


@pytest.mark.parametrize(
    ("routes", "error"),
    [
        ([A, B], ValueError),
        ((A, B), ValueError),
        ([A], ValueError),
        (A, ModuleNotFoundError),
        ((re.compile("proj"), {"queue": "a"}), TypeError),
        ("proj.*", ModuleNotFoundError),
    ],
)
def test_the_first_task_that_is_sent_raises(routes: object, error: type[Exception]) -> None:
    with client(task_routes=routes) as app, pytest.raises(error):
        app.send_task("proj.a.add")


def test_the_worker_does_not_look_at_them() -> None:
    with client(task_routes=[A, B], task_default_queue="510") as app:
        assert list(app.amqp.queues.consume_from) == ["510"]


@pytest.mark.parametrize("routes", [dict([A, B]), ([A, B],), [dict([A]), dict([B])]])
def test_others_route(routes: object) -> None:
    with client(task_routes=routes) as app:
        assert app.amqp.router.route({}, "proj.b.add")["queue"].name == "b"
