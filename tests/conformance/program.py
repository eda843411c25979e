"""The tasks that are tried, in an app that a profile configures: the same for the sender and for its workers."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.exceptions import SoftTimeLimitExceeded

import celerykit

__all__ = ["make_app"]

Decorator = Callable[..., Any]


class Diary:
    """Where tasks note what they do: a file for each key, a line for each note."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def note(self, task: Task, key: str, what: str) -> None:
        """Adds a line. Short lines that are appended do not mix, whoever writes."""
        request = task.request
        line = {"what": what, "time": time.time(), "pid": os.getpid(), "worker": request.hostname, "id": request.id}
        with (self.folder / key).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def make_app(profile: str, diary: str, prefix: str = "conformance") -> Celery:
    """An app configured by the profile of that path, with its tasks. prefix: of their names."""
    app = Celery(prefix, set_as_current=False)
    app.config_from_object(celerykit.load_profile(profile))
    notes = Diary(Path(diary))
    # Not shared: each app has its own, though there are several in a process.
    task = partial(app.task, shared=False)
    _plain(task, prefix)
    _noting(task, prefix, notes)
    _dying(task, prefix, notes)
    _decorated(task, prefix, notes)
    app.finalize()
    return app


def _plain(task: Decorator, prefix: str) -> None:
    @task(name=f"{prefix}.add")
    def add(x: int, y: int) -> int:
        return x + y

    @task(name=f"{prefix}.total")
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    @task(name=f"{prefix}.echo")
    def echo(payload: Any) -> Any:
        return payload

    @task(name=f"{prefix}.fail")
    def fail(text: str) -> None:
        raise ValueError(text)

    @task(name=f"{prefix}.unsayable")
    def unsayable() -> object:
        return object()


def _noting(task: Decorator, prefix: str, notes: Diary) -> None:
    @task(bind=True, name=f"{prefix}.noted")
    def noted(self: Task, key: str, value: Any = None) -> Any:
        notes.note(self, key, str(value))
        return value

    @task(bind=True, name=f"{prefix}.slow")
    def slow(self: Task, key: str, seconds: float) -> str:
        notes.note(self, key, "start")
        time.sleep(seconds)
        notes.note(self, key, "end")
        return "done"

    @task(bind=True, name=f"{prefix}.patient")
    def patient(self: Task, key: str, seconds: float) -> str:
        notes.note(self, key, "start")
        try:
            time.sleep(seconds)
        except SoftTimeLimitExceeded:
            notes.note(self, key, "soft limit")
            return "tidied up"
        return "was not interrupted"

    @task(bind=True, name=f"{prefix}.stubborn")
    def stubborn(self: Task, key: str, seconds: float) -> str:
        notes.note(self, key, "start")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                time.sleep(end - time.monotonic())
            except SoftTimeLimitExceeded:
                notes.note(self, key, "soft limit")
        return "was not stopped"

    @task(bind=True, name=f"{prefix}.retried")
    def retried(self: Task, key: str, times: int, countdown: float) -> int:
        notes.note(self, key, "try")
        if self.request.retries < times:
            raise self.retry(countdown=countdown, max_retries=times)
        return self.request.retries


def _dying(task: Decorator, prefix: str, notes: Diary) -> None:
    @task(bind=True, name=f"{prefix}.dies")
    def dies(self: Task, key: str) -> None:
        notes.note(self, key, "start")
        os.kill(os.getpid(), signal.SIGKILL)

    @task(
        bind=True,
        name=f"{prefix}.dies_by_choice",
        acks_late=False,
        reject_on_worker_lost=False,
        retry_on_worker_lost=False,
    )
    def dies_by_choice(self: Task, key: str) -> None:
        notes.note(self, key, "start")
        os.kill(os.getpid(), signal.SIGKILL)


def _decorated(task: Decorator, prefix: str, notes: Diary) -> None:
    @task(bind=True, name=f"{prefix}.limited", rate_limit="2/s")
    def limited(self: Task, key: str) -> None:
        notes.note(self, key, "run")

    @task(bind=True, name=f"{prefix}.ignored", ignore_result=True)
    def ignored(self: Task, key: str) -> int:
        notes.note(self, key, "run")
        return 1

    @task(bind=True, name=f"{prefix}.long", time_limit=60, soft_time_limit=50)
    def long(self: Task, key: str, seconds: float) -> str:
        notes.note(self, key, "start")
        time.sleep(seconds)
        notes.note(self, key, "end")
        return "done"

    @task(bind=True, name=f"{prefix}.short", time_limit=30, soft_time_limit=2)
    def short(self: Task, key: str, seconds: float) -> str:
        try:
            notes.note(self, key, "start")
            time.sleep(seconds)
        except SoftTimeLimitExceeded:
            return "tidied up"
        return "was not interrupted"

    @task(bind=True, name=f"{prefix}.retried_soon", default_retry_delay=1, max_retries=1)
    def retried_soon(self: Task, key: str) -> int:
        notes.note(self, key, "try")
        if not self.request.retries:
            raise self.retry()
        return self.request.retries

    @task(bind=True, name=f"{prefix}.retried_usually", max_retries=1)
    def retried_usually(self: Task, key: str) -> int:
        notes.note(self, key, "try")
        if not self.request.retries:
            raise self.retry()
        return self.request.retries
