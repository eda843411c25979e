"""The app that is measured: in a worker (`celery -A …`), and as a program in a publisher that is told what to do.

BENCH_APP is JSON, the arguments of `configured`. BENCH_DONE is a named pipe, into which each task writes a byte.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from celery import Celery

import celerykit

RESULT = 60.0  # seconds until the last result must be there


def configured(profile: str, intent: Mapping[str, object], settings: Mapping[str, Any]) -> Celery:
    """An app on a shipped profile; without one, on Celery's defaults, which are the URLs in `settings`."""
    app = Celery("bench")
    app.config_from_object(
        celerykit.load_profile(f"shipped:{profile}", env={}, intent=intent, app_name="bench", **settings)
        if profile
        else dict(settings)
    )
    return app


app = configured(**json.loads(os.environ["BENCH_APP"]))


@cache
def _done(process: int) -> int:
    return os.open(os.environ["BENCH_DONE"], os.O_WRONLY)


@app.task(name="bench.nothing")  # type: ignore[untyped-decorator]  # Celery ships no types
def nothing() -> None:
    """Says that it ran, which costs some microseconds."""
    os.write(_done(os.getpid()), b".")


class Publisher:
    """Sends tasks as a program does that keeps no result, apart from the last."""

    def __init__(self) -> None:
        self.last: Any = None

    def publish(self, tasks: int) -> float:
        """How many seconds it takes to send so many."""
        begun = time.perf_counter()
        for _ in range(tasks):
            self.last = nothing.delay()
        return time.perf_counter() - begun

    def pipeline(self, tasks: int) -> float:
        """The same in kombu's batches: a pipeline, where the transport has one."""
        begun = time.perf_counter()
        with app.producer_pool.acquire(block=True) as producer, producer.batch():
            self._publish(tasks, producer)
        return time.perf_counter() - begun

    def batch(self, tasks: int) -> float:
        """The same in a batch of ours, its connection and its wait included."""
        begun = time.perf_counter()
        with celerykit.batch(app) as producer:
            self._publish(tasks, producer)
        return time.perf_counter() - begun

    def _publish(self, tasks: int, producer: Any) -> None:
        for _ in range(tasks):
            self.last = nothing.apply_async(producer=producer)

    def result(self, _: int) -> float:
        """How long it takes until the last result is there; an ignored one is at once."""
        begun = time.perf_counter()
        self.last.get(timeout=RESULT)
        return time.perf_counter() - begun


def main() -> None:
    """Obeys each line of standard input (`publish 100`), with the seconds it took as the answer."""
    publisher = Publisher()
    for line in sys.stdin:
        name, _, number = line.partition(" ")
        print(getattr(publisher, name)(int(number)), flush=True)


if __name__ == "__main__":
    main()
