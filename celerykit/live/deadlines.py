"""Work that is given up when it takes too long: not every client takes a time limit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

__all__ = ["THREAD", "GivenUp", "patience", "side_by_side", "within"]

THREAD = "celerykit-doctor"
"""The name of each thread in which a server is asked; one that is given up goes on for a while."""

T = TypeVar("T")
# Seconds beyond a limit in which a client may give up by itself: its own error tells more.
_GRACE = 0.5


class GivenUp(TimeoutError):
    """The time was up, and the work goes on by itself. Distinct from what the work itself may raise."""


class _Work(Generic[T]):
    """Work that goes on in a thread of its own, for which nobody waits at the end of the process."""

    def __init__(self, work: Callable[[], T], undo: Callable[[T], Any]) -> None:
        self._done: list[T] = []
        self._error: BaseException = GivenUp()
        self._late, self._lock = False, threading.Lock()
        self._thread = threading.Thread(target=self._run, args=(work, undo), name=THREAD, daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], T], undo: Callable[[T], Any]) -> None:
        try:
            done = work()
        except Exception as error:
            self._error = error
            return
        with self._lock:
            if not self._late:
                self._done.append(done)
                return
        undo(done)

    def get(self, seconds: float | None) -> T:
        self._thread.join(seconds)
        with self._lock:
            self._late = not self._done
        if self._late:
            raise self._error
        return self._done[0]


def patience(limit: float) -> float:
    """How long to wait for a client that was told to give up after so many seconds."""
    return limit + min(_GRACE, limit / 2)


def within(seconds: float, work: Callable[[], T], undo: Callable[[T], Any] = lambda _: None) -> T:
    """What the work gives, or raises. GivenUp after so many seconds; what comes later is undone."""
    return _Work(work, undo).get(seconds)


def side_by_side(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each gives, all at the same time, each with a limit of its own. Raises as the first that raises."""
    running = [_Work(work, lambda _: None) for work in works]
    return [each.get(None) for each in running]
