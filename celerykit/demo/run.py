"""The whole way of a demo: profile, worker, tasks, results, verdict, and nothing left behind."""

from __future__ import annotations

import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from celery import Celery

from celerykit.demo import screen
from celerykit.demo.app import Order, make_app
from celerykit.demo.reach import check_reachable
from celerykit.demo.sending import Sent, clean_up, send, watch
from celerykit.demo.worker import WorkerFailed, command, running_worker
from celerykit.errors import UsageError
from celerykit.profile.config import CeleryConfig
from celerykit.profile.load import load_profile

__all__ = ["run"]

Say = Callable[[str], None]
Heed = Callable[[], None]


def run(profile: str, say: Say, heed: Heed) -> None:
    """Run the demo on a profile. say: writes one line. heed: raises KeyboardInterrupt where the demo is to stop.

    Raises UsageError where the profile's servers cannot be reached, WorkerFailed where the tasks did not all come back.
    """
    queue = f"celerykit-demo-{secrets.token_hex(3)}"
    with tempfile.TemporaryDirectory(prefix="celerykit-demo-") as name:
        folder = Path(name)
        asked = load_profile(profile, app_name=queue)
        _check_possible(asked)
        settings = _in_folder(asked, folder)
        order = Order(profile, queue, str(folder / "ready"), settings)
        app, config = make_app(order)
        check_reachable(config)
        for line in (*screen.title_lines(config), "", *screen.setting_lines(config), ""):
            say(line)
        _through_worker(app, order, folder / "worker.log", say, heed)
        _verdict(profile, say)
    say("the worker is stopped, and what the demo made is removed")


def _check_possible(config: CeleryConfig) -> None:
    """Raises UsageError where a demo could show nothing, whatever the servers do."""
    backend = str(config.get("result_backend") or "")
    if config.broker == "memory" or backend.startswith("cache+memory"):
        raise UsageError("memory is seen by one process only, and the demo's worker is another: name another broker")
    if not backend or config.get("task_ignore_result"):
        raise UsageError("the profile stores no results, and results are what the demo shows: choose another profile")


def _in_folder(config: CeleryConfig, folder: Path) -> dict[str, Any]:
    """Keyword settings that keep the files of an embedded broker or backend in the folder.

    Only where the profile leaves the place to the working directory: a path that somebody chose is used as it is.
    """
    settings: dict[str, Any] = {}
    for setting, start in (("broker_url", "sqla+sqlite://"), ("result_backend", "db+sqlite://")):
        url = str(config.get(setting) or "")
        path = url.removeprefix(start)[1:]
        if url.startswith(start) and not path.startswith("/"):
            settings[setting] = f"{start}/{folder / Path(path or setting).name}"
    if config.broker == "filesystem":
        options = {"data_folder_in": "messages", "data_folder_out": "messages", "control_folder": "control"}
        (folder / "messages").mkdir()
        settings["broker_transport_options"] = {key: str(folder / name) for key, name in options.items()}
    return settings


def _through_worker(app: Celery, order: Order, log: Path, say: Say, heed: Heed) -> None:
    say(f"starting: {' '.join(command(order))}")
    started = time.monotonic()
    sent: list[Sent] = []
    try:
        with running_worker(order, log) as worker:
            say(f"the worker is ready after {time.monotonic() - started:.1f} s (process {worker.pid})")
            begun = time.monotonic()
            heed()
            sent.extend(send(app, order))
            say(f"sent {len(sent)} tasks in {time.monotonic() - begun:.2f} s")
            with screen.progress(len(sent)) as progress:
                finished = watch(app, sent, progress, alive=lambda: _alive(worker, heed))
            seconds = time.monotonic() - begun
            _tell(sent, seconds, say)
            if not finished:
                raise WorkerFailed(f"{sum(not one.done for one in sent)} of {len(sent)} tasks did not come back", log)
    finally:
        # The servers may be what failed: then there is nothing to clean, and the first error is the one to show.
        with suppress(Exception):
            clean_up(app, order, sent)
        app.close()


def _alive(worker: subprocess.Popen[bytes], heed: Heed) -> bool:
    heed()
    return worker.poll() is None


def _tell(sent: list[Sent], seconds: float, say: Say) -> None:
    for line in ("", *screen.journey_lines(sent), ""):
        say(line)
    for one in sent:
        if one.done and one.result.failed():
            say(f"{one.shown} fails, and its traceback comes back with the result")
            for line in str(one.result.traceback or "").rstrip().splitlines():
                say(f"  | {line}")
            say("")
    for line in screen.state_lines(sent, seconds):
        say(line)


def _verdict(profile: str, say: Say) -> None:
    from celerykit.engine import validate

    say("")
    for line in screen.verdict_lines(validate([f"profile:{profile}"])):
        say(line)
