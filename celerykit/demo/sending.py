"""Sending the demo's tasks, and watching them from the outside, as any caller can."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from celery import Celery, states
from celery.result import AsyncResult

from celerykit.demo.app import Order

__all__ = ["Sent", "Watched", "clean_up", "send", "watch"]

_SUMS = 24
_REPORTS = 12
_LOOK_SECONDS = 0.02
_NO_PROGRESS_SECONDS = 20


@dataclass(slots=True)
class Sent:
    """A task that was sent. shown: the call; queue: where it went; seen: its states, in the order of their coming."""

    shown: str
    queue: str
    result: AsyncResult
    seen: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the last state seen is a final one."""
        return bool(self.seen) and self.seen[-1] in states.READY_STATES


@dataclass(frozen=True, slots=True)
class Watched:
    """How it went. finished: False where tasks were still missing when no more news came, or the worker was gone."""

    sent: list[Sent]
    seconds: float
    finished: bool

    def states(self) -> Counter[str]:
        """How many tasks are in which state."""
        return Counter(one.seen[-1] for one in self.sent if one.seen)


def send(app: Celery, order: Order) -> Iterator[Sent]:
    """Send all tasks, one by one: sums and a division by zero to the default queue, reports to the second one."""
    default, reports = order.queues
    calls: list[tuple[str, str, tuple[int, ...]]] = [(default, "add", (n, n)) for n in range(1, _SUMS + 1)]
    calls += [(reports, "report", (month,)) for month in range(1, _REPORTS + 1)]
    calls += [(default, "divide", (1, 0))]
    for queue, name, args in calls:
        result = app.tasks[f"celerykit.demo.{name}"].apply_async(args)
        yield Sent(f"{name}({', '.join(map(str, args))})", queue, result)


def watch(app: Celery, sent: list[Sent], progress: Callable[[int], object], alive: Callable[[], bool]) -> list[Sent]:
    """Ask for the state of each task until all are done; the tasks that are not, where no more news comes.

    progress: called with the number of finished tasks after each round. alive: whether the worker still runs.
    """
    last_news = time.monotonic()
    open_ones = list(sent)
    while open_ones and alive() and time.monotonic() - last_news < _NO_PROGRESS_SECONDS:
        _let_messages_in(app)
        for one in open_ones:
            state = one.result.state
            if not one.seen or one.seen[-1] != state:
                one.seen.append(state)
                last_news = time.monotonic()
        open_ones = [one for one in open_ones if not one.done]
        progress(len(sent) - len(open_ones))
        time.sleep(_LOOK_SECONDS)
    return open_ones


def _let_messages_in(app: Celery) -> None:
    """With results as messages, states arrive while somebody listens; elsewhere they are asked for."""
    consumer: Any = getattr(app.backend, "result_consumer", None)
    if consumer is not None and getattr(consumer, "_connection", None) is not None:
        with suppress(OSError):
            consumer.drain_events(timeout=_LOOK_SECONDS)


def clean_up(app: Celery, order: Order, sent: list[Sent]) -> None:
    """Take away what the demo left on the servers: results, queues, and the exchange named after the first queue."""
    for one in sent:
        one.result.forget()
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        for queue in order.queues:
            channel.queue_delete(queue)
        channel.exchange_delete(order.queue)
