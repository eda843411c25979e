from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown

REDIS = "redis://localhost:6379/0"


def test_a_burst_leaves_one_message() -> None:
    finding = only("CK420", broker_url=REDIS, worker_eta_task_limit=20)
    assert finding.severity == "warning"
    assert finding.message == (
        "worker_eta_task_limit = 20 cuts what a worker adds for delayed tasks, but not what it takes away: "
        "after a burst of them it takes one message at a time until it is restarted"
    )
    assert finding.fix == "leave worker_eta_task_limit out, and give delayed tasks a queue and a worker of their own"


def test_a_limit_below_what_a_worker_takes_at_first() -> None:
    words = {"worker_concurrency": 10, "worker_prefetch_multiplier": 4, "worker_eta_task_limit": 20}
    finding = only("CK420", broker_url=REDIS, **words)
    assert finding.message.endswith("the first of them lowers 40 messages to 20, and a burst to one, for good")
    assert labels(finding) == ["cuts what is added only", "messages for each process", "processes"]


def test_what_the_worker_is_started_with_counts() -> None:
    facts = {"deployment": deployed(process(concurrency=8))}
    assert "lowers 32 messages to 20" in only("CK420", broker_url=REDIS, worker_eta_task_limit=20, facts=facts).message


@pytest.mark.parametrize("limit", [None, 0, unknown("LIMIT"), "20", True])
def test_is_silent_where_there_is_no_limit(limit: Any) -> None:
    assert found("CK420", broker_url=REDIS, worker_eta_task_limit=limit) == []


def test_is_silent_where_the_number_of_messages_does_not_change() -> None:
    assert found("CK420", broker_url="amqp://mq", worker_eta_task_limit=20, task_default_queue_type="quorum") == []
    words = {"worker_concurrency": 8, "worker_prefetch_multiplier": 0}
    assert found("CK420", broker_url=REDIS, worker_eta_task_limit=20, **words) == []
    assert found("CK420", broker_url=REDIS) == []
