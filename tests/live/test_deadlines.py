from __future__ import annotations

import threading
import time

import pytest

from celerykit.live.deadlines import side_by_side, within
from tests.servers.process import eventually


def test_gives_what_the_work_gives() -> None:
    assert within(5, lambda: 7) == 7


def test_raises_what_the_work_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_gives_up_what_takes_too_long_and_undoes_it_when_it_comes() -> None:
    go_on, undone = threading.Event(), []

    with pytest.raises(TimeoutError):
        within(0.05, lambda: go_on.wait(10), undone.append)
    go_on.set()

    assert eventually(lambda: undone) == [True]


def test_works_side_by_side() -> None:
    both = threading.Barrier(2, timeout=10)
    begun = time.monotonic()

    assert side_by_side([lambda: both.wait() >= 0, lambda: both.wait() >= 0]) == [True, True]
    assert time.monotonic() - begun < 10
