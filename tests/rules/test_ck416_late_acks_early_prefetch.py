from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

REDIS = "redis://localhost:6379/0"


def test_a_word_on_messages_that_wait_unacknowledged() -> None:
    finding = only("CK416", task_acks_late=True, worker_prefetch_multiplier=8)
    assert finding.severity == "info"
    assert finding.message == (
        "tasks are acknowledged only at their end, but a worker takes 8 messages for each process: "
        "those that wait behind a long task are held unacknowledged, and no other worker runs them"
    )
    assert finding.fix == "worker_prefetch_multiplier = 1"
    assert labels(finding) == ["messages for each process", "acknowledged only at the end"]


def test_the_default_counts() -> None:
    assert "4 messages for each process, Celery's default" in only("CK416", task_acks_late=True).message


def test_what_a_worker_is_started_with_counts() -> None:
    facts = {"deployment": deployed(process(prefetch_multiplier=2))}
    assert "2 messages" in only("CK416", task_acks_late=True, worker_prefetch_multiplier=1, facts=facts).message


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"worker_prefetch_multiplier": 8},
        {"task_acks_late": True, "worker_prefetch_multiplier": 1},
        {"task_acks_late": True, "worker_prefetch_multiplier": unknown("COUNT")},
        {"task_acks_late": unknown("LATE")},
        {"task_acks_late": True, "tasks": [task("proj.a", acks_late=False)]},
        {"task_acks_late": True, "broker_url": REDIS, "worker_disable_prefetch": True},
        {"task_acks_late": True, "broker_url": REDIS, "worker_disable_prefetch": unknown("X")},
        {"task_acks_late": True, "facts": {"deployment": deployed(process(prefetch_multiplier=1))}},
        {"task_acks_late": True, "facts": {"deployment": deployed(process(complete=False))}},
    ],
)
def test_is_silent_where_a_process_has_one_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK416", **words) == []
