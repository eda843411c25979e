from __future__ import annotations

from kombu.common import QoS


def after(burst: int, *, limit: int | None, first: int) -> int:
    """The messages that a worker takes after so many delayed tasks (celery/worker/strategy.py and state.py)."""
    qos = QoS(lambda prefetch_count: None, first, max_prefetch=limit)
    for _ in range(burst):
        qos.increment_eventually()
    for _ in range(burst):
        qos.decrement_eventually()
    return qos.value


def test_a_burst_over_the_limit_leaves_one_message() -> None:
    assert after(10, limit=10, first=8) == 1


def test_the_first_delayed_task_lowers_what_is_over_the_limit() -> None:
    assert after(1, limit=10, first=40) == 9


def test_without_a_limit_nothing_is_lost() -> None:
    assert after(10, limit=None, first=8) == 8
