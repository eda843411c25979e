"""Beat's scheduler in this process, for the proofs: nothing is written to a file, nothing is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery
from celery.beat import Scheduler

from tests.rules.proofs.apps import client


class InMemory(Scheduler):
    """What `celery.beat:PersistentScheduler` does with `beat_schedule`, without its file."""

    def setup_schedule(self) -> None:
        self.merge_inplace(self.app.conf.beat_schedule)


@contextmanager
def scheduling(schedule: Any, **settings: Any) -> Iterator[Celery]:
    """An app with that schedule, and a task `proof.add` that takes x and, if one likes, y."""
    with client(beat_schedule=schedule, **settings) as app:

        @app.task(name="proof.add", shared=False)
        def add(x: int, y: int = 0) -> int:
            return x + y

        # The memory broker is one for all that this process runs.
        sent(app)
        yield app


def sent(app: Celery, queue: str = "celery") -> list[Any]:
    """The messages in a queue of the memory broker, which are taken out of it."""
    found = []
    with app.connection_for_read() as connection, connection.SimpleQueue(queue) as waiting:
        while True:
            try:
                message = waiting.get_nowait()
            except waiting.Empty:
                return found
            message.ack()
            found.append(message)
