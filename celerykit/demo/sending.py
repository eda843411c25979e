"""Sending the demo's tasks, and watching them from the outside, as any caller can."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from celery import Celery, states
from celery.result import AsyncResult

from celerykit.demo.app import Order

__all__ = ["Sent", "clean_up", "send", "watch"]

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

    def note(self, state: str) -> bool:
        """Remember a state; whether it is news."""
        if self.seen and self.seen[-1] == state:
            return False
        self.seen.append(state)
        return True


def send(app: Celery, order: Order) -> Iterator[Sent]:
    """Send all tasks, one by one: sums and a division by zero to the default queue, reports to the second one."""
    default, reports = order.queues
    calls: list[tuple[str, str, tuple[int, ...]]] = [(default, "add", (n, n)) for n in range(1, _SUMS + 1)]
    calls += [(reports, "report", (month,)) for month in range(1, _REPORTS + 1)]
    calls += [(default, "divide", (1, 0))]
    for queue, name, args in calls:
        result = app.tasks[f"celerykit.demo.{name}"].apply_async(args)
        one = Sent(f"{name}({', '.join(map(str, args))})", queue, result)
        if _comes_by_message(app):
            app.backend.add_pending_result(result)
        one.note(result.state)
        yield one


def watch(app: Celery, sent: list[Sent], progress: Callable[[int], object], alive: Callable[[], bool]) -> bool:
    """Follow the state of each task until all are done. False where no more news comes, or the worker is gone.

    progress: called with the number of finished tasks after each round. alive: whether the worker still runs.
    """
    look = _listener(app, sent) if _comes_by_message(app) else partial(_ask, sent)
    last_news = time.monotonic()
    while not all(one.done for one in sent):
        if look():
            last_news = time.monotonic()
            progress(sum(one.done for one in sent))
        elif not alive() or time.monotonic() - last_news > _NO_PROGRESS_SECONDS:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _comes_by_message(app: Celery) -> bool:
    """Whether results are sent to this process, instead of stored somewhere."""
    return str(app.conf.result_backend).startswith("rpc")


def _ask(sent: list[Sent]) -> bool:
    """Look up the state of every open task; whether any has changed."""
    news = [one.note(one.result.state) for one in sent if not one.done]
    return any(news)


def _listener(app: Celery, sent: list[Sent]) -> Callable[[], bool]:
    """States sent as messages reach who listens, each of them; asking for one would show the last at best."""
    by_id = {one.result.id: one for one in sent}
    news: list[bool] = []
    consumer: Any = app.backend.result_consumer
    consumer.on_message = lambda meta: news.append(by_id[meta["task_id"]].note(meta["status"]))

    def listen() -> bool:
        news.clear()
        with suppress(TimeoutError):
            for _ in sent:
                consumer.drain_events(timeout=_LOOK_SECONDS)
        return any(news)

    return listen


def clean_up(app: Celery, order: Order, sent: list[Sent]) -> None:
    """Take away what the demo left on the servers: results, queues, and the exchange named after the first queue."""
    for one in sent:
        one.result.forget()
    with app.connection_for_write() as connection:
        for name in order.queues:
            queue = app.amqp.queues[name](connection.default_channel)
            # Only a channel that has bound a queue knows what to take away with it.
            queue.declare()
            queue.delete()
            queue.exchange.delete()
        if _comes_by_message(app):
            app.backend.binding(connection.default_channel).delete()
