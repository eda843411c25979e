"""Workers for the tests of live checks: small, quick to start, of one app that knows one task."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import redis

from tests.servers.process import eventually, program
from tests.workers import Running, running_worker

__all__ = ["APP", "clock", "listening", "worker"]

APP = """
import os

from celery import Celery

app = Celery("crew", broker=os.environ["CELERY_BROKER_URL"])
app.conf.update(control_queue_exclusive=not os.environ.get("SHARED"))
if os.environ.get("PREFIX"):
    app.conf.update(broker_transport_options={"global_keyprefix": os.environ["PREFIX"]})


@app.task(name="crew.rest")
def rest():
    pass
"""
# One process, and no second in which others of its kind are looked for.
_QUICK = ("--pool=solo", "--without-mingle")


@contextmanager
def worker(
    url: str, name: str, *, env: Mapping[str, str] | None = None, args: Sequence[str] = _QUICK
) -> Iterator[Running]:
    """Runs a worker of this node name at this broker.

    In env, SHARED: its mailbox is open to others of its name, as before Celery 5.7; PREFIX: its global_keyprefix.
    """
    with TemporaryDirectory(prefix="celerykit-crew-") as folder:
        Path(folder, "celery_app.py").write_text(APP)
        variables = {"CELERY_BROKER_URL": url, **(env or {})}
        prefix = variables.get("PREFIX", "")
        before = listening(url, prefix)
        with running_worker(cwd=Path(folder), env=variables, args=["-n", name, *args]) as running:
            # One that says that it is ready has not yet told Redis that it listens.
            eventually(lambda: listening(url, prefix) > before or not url.startswith("redis"), what="it listens")
            yield running


def listening(url: str, prefix: str = "") -> int:
    """How many nodes listen to remote control on Redis; 0 elsewhere."""
    if not url.startswith("redis"):
        return 0
    with redis.Redis.from_url(url) as client:
        return int(client.publish(f"{prefix}/{url.rpartition('/')[2]}.celery.pidbox", ""))


def clock(ahead: int) -> dict[str, str]:
    """The environment in which a program's clock is so many seconds ahead of the machine's, below 0 behind.

    Its sense of how much time goes by stays right.
    """
    words = [program("faketime", "faketime"), "-f", f"{ahead:+d}s", "printenv", "LD_PRELOAD"]
    library = subprocess.run(words, capture_output=True, text=True, check=True, env=dict(os.environ)).stdout.strip()
    return {"LD_PRELOAD": library, "FAKETIME": f"{ahead:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
