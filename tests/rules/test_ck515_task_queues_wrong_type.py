from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import found, known, labels, only, unknown
from tests.rules.entities import broadcast, queue


@pytest.mark.parametrize(
    ("queues", "message", "cure"),
    [
        (
            ["celery", "media"],
            "task_queues holds names, not queues: ",
            'task_queues = [Queue("celery"), Queue("media")]',
        ),
        (("celery",), "task_queues holds names, not queues: ", 'task_queues = [Queue("celery")]'),
        ([queue("a"), "b"], "task_queues holds names, not queues: ", 'task_queues = [Queue("b")]'),
        ("a, b", "task_queues is a text: ", 'task_queues = [Queue("a"), Queue("b")]'),
        (5, "task_queues is no list: ", 'task_queues = [Queue("celery")]'),
        ([{"name": "a"}], "task_queues holds mappings, not queues: ", 'task_queues = [Queue("celery")]'),
        ([None], "task_queues holds None: ", 'task_queues = [Queue("celery")]'),
        (queue("a"), "task_queues is one queue, and no list: ", "put it into a list: [Queue('a')]"),
        ({"a": None}, "task_queues gives a None, where options belong: ", '"a": {}'),
        ({"a": "b"}, "task_queues gives a 'b', where options belong: ", '"a": {}'),
    ],
)
def test_says_what_stands_there(queues: object, message: str, cure: str) -> None:
    finding = only("CK515", task_queues=queues)
    assert finding.severity == "error"
    assert finding.message.startswith(message)
    assert finding.fix == cure


def test_a_queue_that_is_declared_twice_is_a_warning() -> None:
    finding = only("CK515", task_queues=[queue("a", routing_key="x"), queue("b"), queue("a", routing_key="y")])
    assert finding.severity == "warning"
    assert finding.message == "task_queues declares a twice: the last one counts, and the first is forgotten"
    assert labels(finding) == ["this one counts", "forgotten"]


def test_the_name_of_the_queue_beats_its_key() -> None:
    finding = only("CK515", task_queues={"a": queue("b"), "c": queue("c")})
    assert finding.severity == "warning"
    assert finding.message == "task_queues calls a a queue whose name is b: -Q a makes another queue"


@pytest.mark.parametrize(
    "queues",
    [
        [queue("a"), queue("b")],
        (queue("a"),),
        [queue(unknown("A")), queue(unknown("B"))],
        [queue("a"), broadcast("b")],
        [queue("a"), unknown("make()")],
        [known(Opaque("proj.Queue"))],
        {"a": {}, "b": {"exchange": "b"}},
        {"a": queue("a"), "b": unknown("options")},
        unknown("make()"),
        known(Opaque("function", "make")),
        "",
        [],
        {},
        None,
    ],
)
def test_is_silent_about_queues(queues: object) -> None:
    assert found("CK515", task_queues=queues) == []
