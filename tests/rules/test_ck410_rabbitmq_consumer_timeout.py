from __future__ import annotations

import pytest

from tests.rules.build import call, env, found, labels, only, task, unknown

LATER = call("proj.check", "apply_async", countdown=2400)
RABBIT = "amqp://mq//"


def test_a_delay_that_a_worker_holds() -> None:
    finding = only("CK410", broker_url=RABBIT, calls=[LATER])
    assert finding.severity == "warning"
    assert finding.message == (
        "proj.check is sent with a countdown of 2400 s, but RabbitMQ takes back what is not acknowledged after 1800 s, "
        "the server's default consumer_timeout: the worker then ends, and all that it held is delivered again"
    )
    assert finding.fix == (
        "set consumer_timeout = 2460000 (ms) or more in rabbitmq.conf, if it is not done, or shorten the delay"
    )


def test_a_late_task_that_may_run_long() -> None:
    finding = only("CK410", broker_url=RABBIT, task_acks_late=True, task_time_limit=7200)
    assert finding.message.startswith("a task may run 7200 s and is acknowledged only at its end, but RabbitMQ")
    assert finding.fix.endswith("or task_time_limit below 1800")
    assert labels(finding) == ["a task may run this long", "acknowledged only at its end"]


def test_only_a_word_where_nothing_bounds_a_late_task() -> None:
    finding = only("CK410", broker_url=RABBIT, task_acks_late=True)
    assert finding.severity == "info"
    assert finding.message.startswith("a task has no time limit and is acknowledged only at its end")
    assert "consumer_timeout = twice the longest task (ms)" in finding.fix


def test_speaks_of_the_task_that_alone_is_long() -> None:
    tasks = [task("proj.a", time_limit=4000), task("proj.b", time_limit=60)]
    finding = only("CK410", broker_url=env("BROKER", RABBIT), task_acks_late=True, tasks=tasks)
    assert finding.message.startswith("proj.a may run 4000 s")
    assert finding.message.endswith(", unless BROKER is set")


def test_shows_all_delays_at_once() -> None:
    calls = [LATER, call("proj.far", "apply_async", countdown=9000), call("proj.near", "apply_async", countdown=9)]
    finding = only("CK410", broker_url=RABBIT, calls=calls)
    assert finding.message.startswith("proj.far is sent with a countdown of 9000 s")
    assert labels(finding) == ["held unacknowledged for so long"] * 2


@pytest.mark.parametrize(
    "words",
    [
        {"task_time_limit": 7200},
        {"task_acks_late": True, "task_time_limit": 1800},
        {"task_acks_late": True, "task_time_limit": unknown("LIMIT")},
        {"task_acks_late": unknown("LATE"), "task_time_limit": 7200},
        {"calls": [call("proj.a", "apply_async", countdown=1800)]},
        {"calls": [call("proj.a", "apply_async", eta=unknown("when"))]},
        {"calls": [LATER], "task_default_queue_type": "quorum"},
        {"calls": [LATER], "task_create_missing_queue_type": unknown("KIND")},
        {"calls": [LATER], "task_queues": unknown("queues()")},
        {"calls": [LATER], "task_queues": {"a": {"queue_arguments": {"x-queue-type": "quorum"}}}},
        {
            "task_acks_late": True,
            "task_time_limit": 7200,
            "task_queues": {"a": {"queue_arguments": {"x-consumer-timeout": 10000000}}},
        },
        {"task_acks_late": True, "task_time_limit": 7200, "task_queues": unknown("queues()")},
    ],
)
def test_is_silent_where_the_server_does_not_wait_so_long_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK410", broker_url=RABBIT, **words) == []


def test_a_delay_counts_on_queues_that_are_known_to_be_classic() -> None:
    assert only("CK410", broker_url=RABBIT, calls=[LATER], task_queues={"a": {"routing_key": "a"}})
