"""Celery apps for the proofs: ours, which send, and programs that a worker runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import Celery

# Seconds that what is proved may take to come about, on a busy machine.
LIMIT = 60.0


@contextmanager
def client(broker: str | None = "memory://", backend: str | None = None, **settings: Any) -> Iterator[Celery]:
    """An app in this process, closed at the end."""
    app = Celery("proof", broker=broker, backend=backend, set_as_current=False)
    app.conf.update(settings)
    try:
        yield app
    finally:
        if backend:
            _leave(app.backend)
        app.close()


def _leave(backend: Any) -> None:
    """Closes the connections of a result backend, which its app does not."""
    if consumer := getattr(backend, "result_consumer", None):
        consumer.stop()
    if pool := getattr(getattr(backend, "client", None), "connection_pool", None):
        pool.disconnect()


def program(folder: Path, tasks: str, broker: str, backend: str | None = None, **settings: Any) -> Path:
    """Writes `celery_app.py` with these tasks into a folder. Tasks say that they run by `ran()`, in the file `runs`."""
    lines = [
        "import os, pathlib, signal, time",
        "from celery import Celery",
        f"app = Celery('proof', broker={broker!r}, backend={backend!r})",
        f"app.conf.update({settings!r})",
        "RUNS = pathlib.Path(__file__).with_name('runs')",
        "def ran():",
        "    with RUNS.open('a') as file:",
        "        file.write('run\\n')",
        "    return len(RUNS.read_text().splitlines())",
        tasks,
    ]
    (folder / "celery_app.py").write_text("\n".join(lines))
    return folder


def runs(folder: Path) -> int:
    """How often the tasks of that program ran."""
    noted = folder / "runs"
    return len(noted.read_text().splitlines()) if noted.exists() else 0


def waiting(url: str, key: str = "celery") -> int:
    """How many messages wait in a queue of a Redis broker."""
    import redis

    with redis.Redis.from_url(url) as server:
        kind = server.type(key)
        return server.hlen(key) if kind == b"hash" else server.llen(key)  # type: ignore[return-value]
