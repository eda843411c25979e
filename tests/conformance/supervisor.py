"""Somebody who looks after a worker, as systemd, Kubernetes or Docker do for a user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.conformance.behaviour import times
from tests.conformance.station import Station, in_time
from tests.workers import Running

__all__ = ["Supervisor", "supervised"]


class Supervisor:
    """Starts a worker again when it has ended."""

    def __init__(self, station: Station, stack: ExitStack) -> None:
        self._station, self._stack = station, stack
        self._workers: list[Running | None] = []
        self._start()

    @property
    def ended(self) -> int:
        """How often the worker has ended by itself."""
        return len(self._workers) - 1

    @property
    def story(self) -> list[str]:
        """What there is to say of it: nothing where the worker never ended."""
        return [f"the worker ended {times(self.ended)}"] if self.ended else []

    def look(self) -> None:
        """Starts it again where it has ended; one that runs in threads of this process does not end."""
        last = self._workers[-1]
        if last and not last.alive():
            self._start()

    def in_time(self, condition: Callable[[], object], limit: float) -> bool:
        """Whether it comes about within so many seconds, while the worker is looked after."""
        return in_time(lambda: self.look() or condition(), limit)

    def _start(self) -> None:
        self._workers.append(self._stack.enter_context(self._station.worker()))


@contextmanager
def supervised(station: Station) -> Iterator[Supervisor]:
    """A worker of this station that is looked after."""
    with ExitStack() as stack:
        yield Supervisor(station, stack)
