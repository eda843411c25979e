"""An app in memory, alone there, and a worker of it in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from celery import Celery, _state
from celery.backends.cache import _DUMMY_CLIENT_CACHE
from celery.result import allow_join_result
from celery.worker import WorkController, state
from kombu.transport.memory import Channel

from celerykit.errors import CelerykitError, TargetNotFound
from celerykit.profile.load import load_profile

__all__ = ["ThreadFailed", "alone", "named_app", "new_app", "working"]

_NAME = "celerykit-testing"
_READY = 30.0  # seconds that a worker may take to be ready, and the longest task to end
_LOOK = 0.05


class ThreadFailed(CelerykitError):
    """The worker thread of a test did not start, or did not end."""


def named_app(place: str) -> Celery:
    """The app at "module:attribute". Raises TargetNotFound where there is none."""
    module, _, attribute = place.partition(":")
    app = getattr(import_module(module), attribute or "app", None)
    if not isinstance(app, Celery):
        raise TargetNotFound(f"the pytest setting celerykit_app is {place!r}, where there is no Celery app")
    return app


def new_app(profile: str) -> Celery:
    """An app under that profile, with the broker and the results that the environment names."""
    app = Celery(_NAME, set_as_current=False)
    app.config_from_object(load_profile(profile))
    return app


@contextmanager
def alone(app: Celery) -> Iterator[None]:
    """Makes it the current app, of every thread, and memory empty before and after."""
    current, default = _state.get_current_app(), _state.default_app
    _empty()
    app.set_current()
    app.set_default()
    try:
        yield
    finally:
        _state._set_current_app(None if current is default else current)
        _state.set_default_app(default)
        _empty()


@contextmanager
def working(app: Celery) -> Iterator[WorkController]:
    """A worker in a thread: ready when the block begins, and ended when it ends. Raises ThreadFailed.

    One task at a time, in the thread that takes messages (the solo pool): that starts fastest.
    """
    app.finalize()
    blocked = _state.task_join_will_block()
    ready = threading.Event()
    worker = WorkController(
        app=app,
        hostname=f"{_NAME}@localhost",
        pool="solo",
        concurrency=1,
        timer_precision=_LOOK,  # it ends only when its timer has looked at the clock once more
        ready_callback=lambda consumer: ready.set(),
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    thread = threading.Thread(target=worker.start, name=_NAME, daemon=True)
    thread.start()
    try:
        _wait_for(ready, thread)
        # The pool says that this process is a worker's, where nobody may wait for results. The test may.
        with allow_join_result():
            yield worker
    finally:
        _stop(app, thread)
        _state._set_task_join_will_block(blocked)


def _wait_for(ready: threading.Event, thread: threading.Thread) -> None:
    for _ in range(int(_READY / _LOOK)):
        if ready.wait(_LOOK):
            return
        if not thread.is_alive():
            raise ThreadFailed("the worker ended before it was ready; the log of celery.worker says why")
    raise ThreadFailed(f"the worker was not ready after {_READY:g} s")


def _stop(app: Any, thread: threading.Thread) -> None:
    """Stops it as SIGTERM does: what it runs is ended, what it holds goes back to the queue."""
    state.should_stop = 0
    try:
        if thread.is_alive():
            # It looks at the flag between two messages or every two seconds, and then waits for one more
            # (celery/worker/loops.py, synloop): these are two, for nobody.
            for _ in range(2):
                app.control.broadcast("ping", destination=["nobody@nowhere"])
        thread.join(_READY)
    finally:
        state.should_stop = None
    if thread.is_alive():
        raise ThreadFailed(f"the worker did not end within {_READY:g} s: a task hangs")


def _empty() -> None:
    """Takes away messages, results, and what a worker remembers of tasks.

    Queues and their bindings stay: other apps of this process believe that they have declared theirs.
    """
    for queue in list(Channel.queues.values()):
        with queue.mutex:
            queue.queue.clear()
    _DUMMY_CLIENT_CACHE.clear()
    state.reset_state()
