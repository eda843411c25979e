from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import broadcast, exchange, queue

MEDIA = exchange("media", type="topic")


def topic(*queues: object, **words: Any) -> dict[str, Any]:
    return {"task_default_exchange_type": "topic", "task_queues": list(queues), **words}


def test_queues_without_a_key_all_have_the_same_one() -> None:
    finding = only("CK516", **topic(queue("a"), queue("b"), task_default_queue="a", task_default_exchange="app"))
    assert finding.severity == "error"
    assert finding.message == (
        "a task sent to a is put into b too, as both are bound to the topic exchange app by a: it runs once for each"
    )
    assert finding.fix == 'Queue("a", routing_key="a"), Queue("b", routing_key="b")'
    assert labels(finding) == ["gets the tasks of a too", "sent here", "gives copies to all"]


def test_every_pair_is_told() -> None:
    assert len(found("CK516", **topic(queue("a"), queue("b"), queue("c")))) == 3


def test_an_exchange_of_their_own_counts() -> None:
    queues = [queue("a", MEDIA, routing_key="x"), queue("b", MEDIA, routing_key="x")]
    assert only("CK516", task_queues=queues).severity == "error"


@pytest.mark.parametrize(
    ("sent", "bound"), [("media.video", "media.*"), ("media.a.b", "media.#"), ("x", "#"), ("a.b", "a.#.b")]
)
def test_a_wider_key_is_a_warning(sent: str, bound: str) -> None:
    finding = only("CK516", **topic(queue("a", routing_key=sent), queue("b", routing_key=bound)))
    assert finding.severity == "warning"
    assert f"as {bound} matches {sent} on the topic exchange celery" in finding.message


def test_a_fanout_exchange_gives_to_all() -> None:
    finding = only(
        "CK516",
        task_default_exchange_type="fanout",
        task_queues=[queue("a", routing_key="a"), queue("b", routing_key="b")],
    )
    assert "as celery is a fanout exchange" in finding.message
    assert finding.fix == 'task_default_exchange_type = "direct"'


@pytest.mark.parametrize(
    "words",
    [
        {"task_queues": [queue("a"), queue("b")]},
        topic(queue("a", routing_key="a"), queue("b", routing_key="b")),
        topic(queue("a", routing_key="media.*"), queue("b", routing_key="mail.*")),
        topic(queue("a", routing_key="media.*"), queue("b", routing_key="media.a.b")),
        topic(queue("a", routing_key="media.video"), queue("b", routing_key="media.audio")),
        topic(queue("a"), queue("b", routing_key=unknown("KEY"))),
        topic(queue("a"), queue("b", exchange("b"))),
        topic(queue("a"), queue("b", "b")),
        topic(*(queue(name, exchange(unknown("NAME"), "topic"), routing_key="x") for name in "ab")),
        topic(queue("a"), queue("b", unknown("media_exchange"))),
        topic(queue("a"), queue("b", bindings=unknown("bindings"))),
        topic(queue("a"), queue(unknown("NAME"))),
        topic(queue("a"), broadcast("b")),
        topic(queue("a"), queue("a")),
        topic(queue("a"), queue("b"), task_default_exchange_type=unknown("TYPE")),
        topic(queue("a")),
        {"task_queues": [queue("a", exchange("news", "fanout")), queue("b", exchange("news", "fanout"))]},
        {"task_default_exchange_type": "topic"},
        topic(unknown("queues()")),
    ],
)
def test_is_silent_where_each_gets_its_own(words: dict[str, Any]) -> None:
    assert found("CK516", **words) == []
