"""What a worker does with a message when its task ends badly: Celery's own code, without a worker around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from billiard.einfo import ExceptionInfo
from celery.worker.request import Request

from tests.rules.proofs.apps import client


@contextmanager
def begun(told: list[str], options: dict[str, Any] | None = None, retries: int = 0, **settings: Any) -> Iterator[Any]:
    """The request of a task that a worker has begun. told: what becomes of its message, its states, its next runs."""
    with client(backend="cache+memory://", **settings) as app:

        @app.task(name="proof.add", shared=False, **options or {})
        def add() -> None: ...

        app.finalize()
        app.backend.store_result = lambda task_id, result, state, *args, **words: told.append(state)
        app.send_task = lambda *args, **words: told.append("sent again")
        sent = app.amqp.as_task_v2("one", "proof.add", retries=retries)
        message = SimpleNamespace(
            headers=sent.headers,
            body=sent.body,
            payload=sent.body,
            content_type=None,
            content_encoding=None,
            delivery_info={},
            properties={},
            acknowledged=False,
        )
        request = Request(
            message,
            on_ack=lambda *args: told.append("acknowledged"),
            on_reject=lambda logger, errors, requeue: told.append("put back" if requeue else "dropped"),
            app=app,
            task=app.tasks["proof.add"],
            decoded=True,
            hostname="here",
        )
        request.time_start, request.worker_pid = 1, 0
        yield request


def fate(error: Exception, options: dict[str, Any] | None = None, retries: int = 0, **settings: Any) -> list[str]:
    """What becomes of a task that ends by this error, in order."""
    told: list[str] = []
    with begun(told, options, retries, **settings) as request:
        try:
            raise error
        except Exception:
            request.on_failure(ExceptionInfo())
    return told
