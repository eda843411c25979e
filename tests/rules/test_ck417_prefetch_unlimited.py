from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, env, found, labels, only, process, unknown

ALL = "one worker takes all messages that wait into its memory, and the others have nothing to do"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (0, "= 0 is no limit"),
        ("0", "= 0 is no limit"),
        (0.5, "= 0.5 is cut to 0, which is no limit"),
        (70000, "= 70000 comes to more than 65535, which is no limit"),
    ],
)
def test_no_limit(value: Any, what: str) -> None:
    finding = only("CK417", worker_prefetch_multiplier=value)
    assert finding.severity == "warning"
    assert finding.message == f"worker_prefetch_multiplier {what}: {ALL}"
    assert finding.fix == "worker_prefetch_multiplier = 1"


def test_too_many_for_all_processes_together() -> None:
    finding = only("CK417", worker_prefetch_multiplier=10000, worker_concurrency=8)
    assert labels(finding) == ["times the number of processes", "so many processes"]


def test_less_than_none_is_none_at_all() -> None:
    finding = only("CK417", broker_url="redis://localhost", worker_prefetch_multiplier=-1)
    assert finding.severity == "error"
    assert finding.message == "worker_prefetch_multiplier = -1 is less than none: a worker never takes a message"
    assert "a worker does not start" in only("CK417", broker_url="amqp://mq", worker_prefetch_multiplier=-1).message


def test_says_which_variable_may_change_it() -> None:
    assert only("CK417", worker_prefetch_multiplier=env("COUNT", "0")).message.endswith(", unless COUNT is set")


@pytest.mark.parametrize("value", [1, 4, 1.5, "4", "many", None, True, unknown("COUNT"), unknown("COUNT", str)])
def test_is_silent_about_a_limit(value: Any) -> None:
    assert found("CK417", worker_prefetch_multiplier=value) == []


def test_is_silent_where_workers_are_started_with_another() -> None:
    facts = {"deployment": deployed(process(prefetch_multiplier=1))}
    assert found("CK417", worker_prefetch_multiplier=0, facts=facts) == []
    assert found("CK417") == []


def test_a_zero_on_the_command_line_counts_for_nothing() -> None:
    facts = {"deployment": deployed(process(prefetch_multiplier=0))}
    assert found("CK417", worker_prefetch_multiplier=1, facts=facts) == []
    assert only("CK417", worker_prefetch_multiplier=0, facts=facts)
