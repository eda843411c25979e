"""A worker, and a beat where one is needed, beside the servers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from celerykit.compose.servers import VARIABLES, Servers
from celerykit.compose.yaml import Value, interpolated
from celerykit.intents import Intents
from celerykit.profile.config import CeleryConfig

__all__ = ["Process", "processes"]

# Seconds that a worker takes after its last task until it has acknowledged it and ended, measured at 2, and some more.
_LEAVE = 5
# Else a worker that gets SIGTERM waits for its tasks, however long they take (celery/apps/worker.py).
_SOFT: Mapping[str, Value] = {"REMAP_SIGTERM": "SIGQUIT"}


@dataclass(frozen=True, slots=True)
class Process:
    """One service that runs the app. remarks: for its comments. keeps: sentences of `needs` that it makes true."""

    name: str
    mapping: Mapping[str, Value]
    remarks: tuple[str, ...]
    keeps: tuple[str, ...]


def processes(config: CeleryConfig, servers: Servers, app: str) -> Iterator[Process]:
    """The worker of an app, as `celery -A` takes it; and its beat, where the profile needs or schedules something."""
    supervised = tuple(need for need in config.needs if need.startswith("a supervisor"))
    cleaned = tuple(need for need in config.needs if need.startswith("celery beat"))
    grace, why = _grace(config.facts.wanted)
    soft = _SOFT if "worker_soft_shutdown_timeout" in config else {}
    remarks = (*supervised, why, "build: the folder of the app's Dockerfile; image: does as well")
    worker: dict[str, Value] = {"build": ".", "command": _command(app, "worker"), **_shared(config, servers, soft)}
    yield Process("worker", worker | ({"stop_grace_period": grace} if grace else {}), remarks, supervised)
    if cleaned or config.get("beat_schedule"):
        # What beat remembers need not outlive it: it then counts from its start.
        command = [*_command(app, "beat"), "--schedule", "/tmp/celerybeat-schedule"]  # noqa: S108 (in a container)
        beat: dict[str, Value] = {"build": ".", "command": command, **_shared(config, servers, {})}
        yield Process("beat", beat, (*cleaned, "one beat only: two send everything twice"), cleaned)


def _command(app: str, program: str) -> list[Value]:
    return ["celery", "-A", app.replace("$", "$$"), program, "--loglevel", "INFO"]


def _shared(config: CeleryConfig, servers: Servers, own: Mapping[str, Value]) -> dict[str, Value]:
    environment: dict[str, Value] = {"CELERYKIT_PROFILE": config.profile, **own}
    for setting, url in servers.urls.items():
        variable = VARIABLES[setting]
        environment[variable] = interpolated(url or f"${{{variable}}}").text
    healthy: dict[str, Value] = {
        service.name: {"condition": "service_healthy" if service.healthy else "service_started"}
        for service in servers.services
    }
    return {"environment": environment, "depends_on": healthy, "restart": "always"}


def _grace(wanted: Intents) -> tuple[str, str]:
    """How long a worker may take to stop, "" where nobody said, and why so."""
    if wanted.stop_within is not None:
        return f"{math.ceil(wanted.stop_within)}s", "stop_within: after that time it is killed"
    if wanted.longest_task is not None:
        return f"{math.ceil(wanted.longest_task) + _LEAVE}s", "longest_task: a worker that stops ends its tasks first"
    return "", "neither stop_within nor longest_task is said, so a worker has Docker's 10 s to stop"
