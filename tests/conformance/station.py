"""An app, configured by a profile of its own, with its workers."""

from __future__ import annotations

import itertools
import json
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w
from celery import Celery, Task
from celery.result import AsyncResult

import celerykit
from celerykit.intents import NAMES
from tests.conformance.pairs import Address, Pair
from tests.conformance.program import make_app
from tests.workers import NotInTime, Running, celery_environment, eventually, run, running_worker, started

__all__ = ["LIMIT", "Note", "Station", "in_time", "profile_text"]

ROOT = Path(__file__).parents[2]
APP = "tests.conformance.worker_app"
# Seconds that what is waited for may take to come about, on a busy machine.
LIMIT = 40.0
START = 120.0  # seconds that a worker may take to be ready


@dataclass(frozen=True, slots=True)
class Note:
    """What a task noted. time: of the clock, in seconds."""

    what: str
    time: float
    pid: int
    worker: str
    id: str


def profile_text(
    pair: Pair,
    broker: Address,
    backend: Address,
    intents: Mapping[str, object],
    *,
    settings: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None,
) -> str:
    """A profile that builds on the shipped one of this broker, with these intents and no others.

    more: further keys of the profile, such as `app_name` or `queues`.
    """
    wanted = dict.fromkeys(NAMES, "unset") | dict(broker.intents) | dict(backend.intents) | dict(intents)
    both = {**broker.settings, **backend.settings}
    for name, value in (settings or {}).items():
        below = both.get(name)
        both[name] = {**below, **value} if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    document = {
        "summary": f"{pair}, as the conformance run uses it.",
        "extends": pair.broker.profile,
        "embedded": False,
        "broker_url": broker.url,
        "result_backend": backend.url,
        **(more or {}),
        "intent": wanted,
        "settings": both,
    }
    return tomli_w.dumps(document)


class Station:
    """An app in this process, which sends, and workers in their own (or in threads, where there is no other way).

    folder: its own. config: what celerykit made of the profile.
    """

    def __init__(self, pair: Pair, folder: Path, profile: str, *, prefix: str = "conformance") -> None:
        self.pair, self.folder, self.prefix = pair, folder, prefix
        self.path = folder / "profile.toml"
        self.path.write_text(profile, encoding="utf-8")
        self.diary = folder / "diary"
        self.diary.mkdir()
        self.config = celerykit.load_profile(str(self.path), env={})
        self.app: Celery = make_app(str(self.path), str(self.diary), prefix)
        self._keys = itertools.count()

    def task(self, name: str) -> Task:
        """The task of that name (`program.py`)."""
        return self.app.tasks[f"{self.prefix}.{name}"]

    def said(self, setting: str) -> str:
        """What celerykit says of a setting when the profile is loaded; "" for nothing."""
        return "; ".join(note.text for note in self.config.notes if note.setting == setting)

    def key(self, name: str) -> str:
        """A key of the diary that nobody has used."""
        return f"{name}-{next(self._keys)}"

    def notes(self, key: str, what: str = "") -> list[Note]:
        """What tasks noted under a key, in order; only notes of one kind where `what` is given."""
        file = self.diary / key
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        found = [Note(**json.loads(line)) for line in lines]
        return [note for note in found if not what or note.what == what]

    def noted(self, key: str, count: int = 1, *, what: str = "", limit: float = LIMIT) -> list[Note]:
        """Waits until so many notes stand under a key."""
        eventually(
            lambda: len(self.notes(key, what)) >= count,
            limit=limit,
            what=f"{count} notes of {key}; there are {[note.what for note in self.notes(key)]}",
        )
        return self.notes(key, what)

    def get(self, result: AsyncResult, limit: float = LIMIT) -> Any:
        """The result of a task; its error is raised."""
        return result.get(timeout=limit)

    def outcome(self, result: AsyncResult, limit: float = LIMIT) -> Any:
        """The result of a task, or its error as a value."""
        return result.get(timeout=limit, propagate=False)

    def environment(self, **more: str) -> dict[str, str]:
        """That of a process that uses this app."""
        return {
            "PYTHONPATH": str(ROOT),
            "CONFORMANCE_PROFILE": str(self.path),
            "CONFORMANCE_DIARY": str(self.diary),
            "CONFORMANCE_PREFIX": self.prefix,
            **more,
        }

    @contextmanager
    def worker(self, *args: str, env: Mapping[str, str] | None = None) -> Iterator[Running | None]:
        """A worker that is ready; None where it runs in threads of this process."""
        if not self.pair.broker.processes:
            with _in_threads(self.app, args):
                yield None
            return
        words = ["--without-gossip", *args]
        more = self.environment(**(env or {}))
        # Ended in order, it gives back what it holds to the next worker of the same behaviour.
        with running_worker(APP, cwd=self.folder, env=more, args=words, limit=START, how=signal.SIGTERM) as running:
            yield running

    @contextmanager
    def beat(self, schedule: Mapping[str, object], env: Mapping[str, str]) -> Iterator[Running]:
        """A beat with one entry. schedule: its task, its args, and the fields of its crontab."""
        words = [sys.executable, "-m", "celery", "-A", APP, "beat", "--loglevel=INFO"]
        words += ["--schedule", str(self.folder / "beat-schedule"), "--pidfile", ""]
        more = self.environment(CONFORMANCE_SCHEDULE=json.dumps(schedule), **env)
        log = self.folder / "beat.log"
        with started(words, log=log, cwd=self.folder, env=celery_environment(more)) as running:
            running.until(lambda: "beat: Starting" in running.output(), limit=START, what="beat is ready")
            yield running

    def asked_elsewhere(self, task_id: str) -> Any:
        """What another process is told of a task: its state, and its result."""
        script = ROOT / "tests" / "conformance" / "ask.py"
        return json.loads(run(str(script), task_id, cwd=self.folder, env=self.environment(), limit=LIMIT))

    def close(self) -> None:
        """Closes the app's connections."""
        with suppress(Exception):
            self.app.close()


def in_time(condition: Any, limit: float) -> bool:
    """Whether it comes about within so many seconds."""
    try:
        eventually(condition, limit=limit)
    except NotInTime:
        return False
    return True


@contextmanager
def _in_threads(app: Celery, args: Sequence[str]) -> Iterator[None]:
    from celery.contrib.testing.worker import start_worker

    queues = {"queues": args[args.index("-Q") + 1].split(",")} if "-Q" in args else {}
    with start_worker(app, concurrency=2, pool="threads", perform_ping_check=False, shutdown_timeout=START, **queues):
        yield
