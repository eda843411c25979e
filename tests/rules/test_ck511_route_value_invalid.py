from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import found, known, only, unknown
from tests.rules.entities import queue


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        (None, "is None, and sending such a task raises TypeError"),
        (5, "is 5, and sending such a task raises TypeError"),
        (queue("a"), "is an object, and sending such a task raises TypeError"),
        (known(Opaque("function", "choose")), "is an object, and sending such a task raises TypeError"),
        ("", "is an empty text, which counts as no route: tasks go to the default queue"),
        (["a", "b"], "is a list, and Celery sends a task to one queue only"),
        ({"queue": ["a", "b"]}, "names several queues, and sending such a task raises TypeError"),
        ({"queue": ["a"], "priority": unknown("P")}, "names several queues"),
        ({"queue_name": "a"}, "has an option queue_name, which Celery does not read: tasks go to the default queue"),
        ({"que": "a"}, "has an option que, which Celery does not read"),
        ({"Queue": "a"}, "has an option Queue, which Celery does not read"),
    ],
)
def test_says_what_becomes_of_it(target: object, problem: str) -> None:
    finding = only("CK511", task_routes={"proj.add": target})
    assert finding.severity == "error"
    assert finding.message.startswith(f"the route of proj.add {problem}")


def test_names_the_option_that_was_meant() -> None:
    assert only("CK511", task_routes={"proj.add": {"que": "a"}}).fix == 'write "queue" for "que"'


@pytest.mark.parametrize(
    "target",
    [
        "a",
        {"queue": "a"},
        {"queue": "a", "routing_key": "a.b", "priority": 3, "delivery_mode": 1},
        {"queue": queue("a")},
        {"queue": "a", "name": "whatever"},
        {"exchange": "media", "routing_key": "media.#"},
        {"priority": 3},
        {"x-custom": "a"},
        {"queue": None},
        {},
        unknown("TARGET"),
        {"queue": unknown("QUEUE")},
        known(Opaque("proj.Target")),
    ],
)
def test_is_silent_about_queues_and_options(target: object) -> None:
    assert found("CK511", task_routes={"proj.add": target, "proj.*": "b"}) == []


def test_is_silent_about_routers() -> None:
    assert found("CK511", task_routes=["proj.routers.route", unknown("route")]) == []
