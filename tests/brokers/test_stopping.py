"""What `stop_within` becomes: compiled alike on every broker; at work on real ones in test_intents_stop.py."""

from __future__ import annotations

import pytest

from celerykit.brokers.stopping import stopping, stops_so
from celerykit.intents import Intents

LONG = Intents(delivery="at-least-once", longest_task=1800, stop_within=60)


def told(intents: Intents, celery: tuple[int, ...] = (5, 7)) -> list[tuple[str, str]]:
    return [(remark.severity, remark.text) for remark in stops_so(intents, celery)]


def test_tasks_that_take_longer_than_the_stop_are_put_back_before_it_is_over() -> None:
    (compiled,), refused = stopping(LONG, (5, 7))
    assert compiled.path == ("worker_soft_shutdown_timeout",)
    assert compiled.value == 55
    assert not refused


def test_says_what_the_workers_environment_takes() -> None:
    ((severity, text),) = told(LONG)
    assert severity == "info"
    assert "REMAP_SIGTERM=SIGQUIT" in text


def test_says_that_tasks_are_lost_where_they_are_acknowledged_early() -> None:
    texts = [text for _, text in told(Intents(delivery="at-most-once", longest_task=1800, stop_within=60))]
    assert any("lost" in text for text in texts)


@pytest.mark.parametrize("intents", [Intents(longest_task=1800), Intents(longest_task=50, stop_within=55), Intents()])
def test_where_the_worker_can_wait_for_its_tasks_nothing_is_to_do(intents: Intents) -> None:
    assert stopping(intents, (5, 7)) == ([], [])
    assert told(intents) == []


def test_a_stop_too_short_to_put_tasks_back_is_refused() -> None:
    compiled, (refusal,) = stopping(Intents(longest_task=1800, stop_within=5), (5, 7))
    assert not compiled
    assert refusal.intent == "stop_within"
    assert '"6s"' in refusal.cure


def test_a_stop_that_is_as_short_as_a_refusal_allows_is_kept() -> None:
    assert stopping(Intents(longest_task=1800, stop_within=6), (5, 7))[0][0].value == 1


def test_an_older_celery_waits_until_it_is_killed_and_that_is_said() -> None:
    assert stopping(LONG, (5, 4)) == ([], [])
    ((severity, text),) = told(LONG, (5, 4))
    assert severity == "warning"
    assert "no soft shutdown" in text
