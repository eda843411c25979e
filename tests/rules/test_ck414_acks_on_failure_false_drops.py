from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

REDIS = "redis://localhost:6379/0"
DROP = {"task_acks_late": True, "task_acks_on_failure": False}


def test_a_failed_task_does_not_come_back() -> None:
    finding = only("CK414", broker_url=REDIS, **DROP)
    assert finding.severity == "warning"
    assert finding.message == (
        "task_acks_on_failure = False does not bring a task back when it fails: its message is rejected, "
        "and Redis deletes it"
    )
    assert labels(finding) == ["rejected, and not put back", "acknowledged only at its end"]


def test_rabbitmq_may_keep_it() -> None:
    finding = only("CK414", broker_url="amqp://mq", **DROP)
    assert finding.message.endswith("and RabbitMQ discards it, unless the queue has a dead letter exchange")


def test_the_old_setting_does_the_same() -> None:
    words = {"task_acks_late": True, "task_acks_on_failure_or_timeout": False}
    assert only("CK414", broker_url=REDIS, **words).message.startswith("task_acks_on_failure_or_timeout = False")
    assert only("CK414", broker_url=REDIS, celery="5.6.0", **words)


def test_a_task_of_its_own_accord() -> None:
    finding = only("CK414", broker_url=REDIS, tasks=[task("proj.a", acks_late=True, acks_on_failure=False)])
    assert finding.message.startswith("acks_on_failure = False does not bring proj.a back")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": REDIS, "task_acks_late": True},
        {"broker_url": REDIS, "task_acks_on_failure": False},
        {"broker_url": REDIS, "task_acks_late": True, "task_acks_on_failure": unknown("ACK")},
        {"broker_url": REDIS, "celery": "5.6.0", **DROP},
        {
            "broker_url": REDIS,
            "task_acks_late": True,
            "task_acks_on_failure": True,
            "task_acks_on_failure_or_timeout": False,
        },
        {
            "broker_url": "amqp://mq",
            "task_queues": {"a": {"queue_arguments": {"x-dead-letter-exchange": "dead"}}},
            **DROP,
        },
        {"broker_url": "amqp://mq", "task_queues": unknown("queues()"), **DROP},
    ],
)
def test_is_silent_where_it_is_acknowledged_or_kept(words: dict[str, object]) -> None:
    assert found("CK414", **words) == []
