from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Opaque, Value
from tests.rules.build import call, deployed, found, known, labels, only, process, task, unknown

MAIL = {"mail": {"url": "https://sqs.eu-west-1.amazonaws.com/1/mail"}}
BOTH = MAIL | {"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery"}}


def queue(name: str) -> Value:
    made = known(Opaque("kombu.Queue", f"Queue({name!r})"))
    return Value(made.state, made.value, made.place, made.source, made.text, items=(known(name),))


def queues(*names: str) -> Value:
    items = tuple(queue(name) for name in names)
    return Value(known([]).state, [item.value for item in items], items=items)


def of(predefined: Any = MAIL, **words: Any) -> list[Finding]:
    options = {"predefined_queues": predefined} | words.pop("options", {})
    return found("CK408", broker_url="sqs://", broker_transport_options=options, **words)


def test_the_default_queue_is_missing() -> None:
    [finding] = of()
    assert finding.severity == "error"
    assert finding.message == (
        "what names no queue goes to 'celery', but predefined_queues has no 'celery': UndefinedQueueException is raised"
    )
    assert finding.fix == '"predefined_queues": {"celery": {"url": "https://sqs.…/celery"}, …}'
    assert labels(finding) == ["all queues that there are"]


def test_the_default_queue_that_a_worker_reads() -> None:
    facts = {"deployment": deployed(process(queues=["celery", "mail"]))}
    [finding] = of(facts=facts, task_routes={"proj.*": {"queue": "mail"}})
    assert "'celery'" in finding.message


def test_queues_that_are_named() -> None:
    found_ = of(
        BOTH,
        tasks=[task("proj.a", queue="media")],
        calls=[call("proj.b", "apply_async", queue="reports")],
        task_routes={"proj.c": "slow"},
    )
    assert sorted(finding.message.partition(",")[0] for finding in found_) == [
        "proj.a is sent to queue 'media'",
        "proj.b is sent to queue 'reports'",
        "proj.c is sent to queue 'slow'",
    ]


def test_a_queue_that_is_declared() -> None:
    [finding] = of(BOTH, task_queues=queues("mail", "media"))
    assert finding.message.startswith("task_queues declares queue 'media'")


def test_keys_are_the_names_on_sqs() -> None:
    finding = only(
        "CK408",
        broker_url="sqs://",
        task_default_queue="shop.mail",
        broker_transport_options={"predefined_queues": MAIL, "queue_name_prefix": "prod_"},
    )
    assert "has no 'prod_shop-mail'" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        {"predefined": BOTH},
        {"predefined": {}},
        {"predefined": unknown("QUEUES")},
        {"task_default_queue": "mail"},
        {"task_default_queue": unknown("QUEUE")},
        {"task_routes": {"*": {"queue": "mail"}}},
        {"task_queues": queues("mail")},
        {"task_queues": unknown("queues()")},
        {"tasks": [task("proj.a", queue="mail")]},
        {"options": {"queue_name_prefix": unknown("PREFIX")}},
        {"facts": {"deployment": deployed(process(queues=["mail"]))}},
        {"predefined": BOTH, "calls": [call("proj.a", "apply_async", queue=unknown("QUEUE"))]},
        {"predefined": {"a-b": {"url": "https://a"}}, "task_default_queue": "a.b"},
    ],
)
def test_is_silent_where_all_are_there_or_nobody_knows(words: dict[str, Any]) -> None:
    assert of(**words) == []


def test_is_silent_where_kombu_makes_the_queues() -> None:
    assert found("CK408", broker_url="sqs://", broker_transport_options={"region": "eu-west-1"}) == []


def test_queues_that_are_json() -> None:
    [finding] = of('{"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery"}}')
    assert finding.message == (
        "predefined_queues is one text, not a mapping: AttributeError is raised with the first connection"
    )
    assert finding.fix == "json.loads(…)"


def test_a_fifo_queue_whose_name_does_not_end_so() -> None:
    [finding] = of({"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery.fifo"}})
    assert finding.message == (
        "predefined_queues calls a FIFO queue 'celery': InvalidQueueException is raised with the first connection"
    )
    assert finding.fix == 'call it "celery.fifo" there'


def test_a_standard_queue_whose_name_ends_like_that_of_a_fifo_queue() -> None:
    findings = of({"celery.fifo": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery"}}, task_default_queue="celery")
    assert "a standard queue 'celery.fifo'" in findings[0].message


def test_is_silent_on_a_fifo_queue_that_is_called_so() -> None:
    assert not of(
        {"celery.fifo": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery.fifo"}}, task_default_queue="celery.fifo"
    )
