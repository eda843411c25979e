"""An app under a profile, in processes of its own and in this one: what a worker does, and what a sender sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celery import Celery

import celerykit
from tests.servers.process import eventually
from tests.workers import run

APP = """
import os, signal, sys, time
from celery import Celery
import celerykit

app = Celery("shop")
config = celerykit.load_profile(os.environ["PROFILE"], app_name="shop")
app.config_from_object(config)

def note(*words):
    with open("journal", "a") as journal:
        journal.write(" ".join(map(str, words)) + "\\n")

@app.task
def add(x, y):
    return x + y

@app.task
def nap(name, seconds):
    note("start", name)
    time.sleep(seconds)
    note("end", name)

@app.task
def cut(name, seconds):
    note("start", name)
    first = not os.path.exists(name)
    open(name, "w").close()
    if first:
        time.sleep(seconds)
    note("end", name)

@app.task(bind=True, default_retry_delay=1, max_retries=1)
def poison(self):
    note("poison")
    os.kill(os.getpid(), signal.SIGKILL)

@app.task(bind=True, acks_late=False, time_limit=77, default_retry_delay=1, max_retries=1, priority=0)
def own(self):
    note("own", self.acks_late, self.time_limit, self.request.delivery_info["priority"])
    raise self.retry()

@app.task(time_limit=1)
def brief():
    time.sleep(300)

@app.task(bind=True, acks_late=False)
def early(self):
    note("early")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def shop(folder: Path) -> Path:
    """The folder, with the app in it as `shop.py`."""
    (folder / "shop.py").write_text(APP)
    return folder


def said(folder: Path, script: str, env: Mapping[str, str], *, limit: float = 60.0) -> Any:
    """What a script prints as JSON, run beside the app."""
    (folder / "script.py").write_text(script)
    return json.loads(run("script.py", cwd=folder, env=env, limit=limit))


def app_under(profile: str, env: Mapping[str, str], intent: Mapping[str, object] | None = None) -> Any:
    """An app of the same name in this process, to send from."""
    app = Celery("shop", set_as_current=False)
    app.config_from_object(celerykit.load_profile(profile, env=env, app_name="shop", intent=dict(intent or {})))
    return app


def journal(folder: Path) -> list[str]:
    """What the tasks noted down so far."""
    path = folder / "journal"
    return path.read_text().splitlines() if path.exists() else []


def noted(folder: Path, *lines: str, limit: float = 30.0) -> None:
    """Waits until all these lines stand in the journal."""
    eventually(lambda: set(lines) <= set(journal(folder)), limit=limit, what=f"{lines} are noted")
