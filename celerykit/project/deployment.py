"""How a project is run: the processes that its Procfile, compose files, manifests, units and scripts start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from celerykit.project.values import State, Value
from celerykit.values.places import Place

__all__ = ["Deployment", "Image", "Process", "Where"]

Where = Literal["procfile", "compose", "kubernetes", "dockerfile", "systemd", "supervisor", "script", "makefile"]

_UNSET = Value(State.DEFAULT)
_ONE = Value(State.DEFAULT, 1)
_NOT_KNOWN = Value(State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Process:
    """A command that a file starts.

    kind: of `celery`'s commands "worker", "beat", "flower", "events", "inspect", "control", "multi"; "web" for a web
    server. where: the kind of file. place: of the command. name: of the service, container, unit or program.
    app: what `-A` names, "" for nothing. options: by the long names of Celery's options, as its parser calls them:
    "queues", "exclude_queues", "pool", "concurrency", "autoscale", "hostname", "beat", "task_events", "statedb",
    "schedule", "scheduler", "prefetch_multiplier", "time_limit", "soft_time_limit", "max_tasks_per_child",
    "max_memory_per_child", "loglevel", "uid", "detach"; flags are True, queues lists of names, numbers numbers.
    Of "web": "workers" (how many processes), "worker_class".
    complete: False where more options may be given than are seen ($CELERY_OPTS).
    environment: variables that the file sets for it. replicas: how many of it run. grace: seconds from SIGTERM to
    SIGKILL, the platform's default where none is written; unknown where nobody can say.
    memory: the limit, in bytes. user: who runs it. container: whether it runs in one.
    own_network: False where it shares the network of its host, or of another container (`network_mode`).
    under_shell: a shell that it was started by stays, and keeps the signals to itself (`sh -c "celery …; …"`).
    stop_signal: the signal that tells it to stop, where a file says so ("SIGQUIT"); else the platform's, SIGTERM.
    host: the name of its machine, where a file gives it one (`hostname` of a service).
    doubtful: several apps of the program fit what `-A` names, and which of them it runs cannot be told.
    """

    kind: Literal["worker", "beat", "flower", "events", "inspect", "control", "multi", "web"]
    where: Where
    place: Place | None = None
    name: str = ""
    app: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    complete: bool = True
    environment: Mapping[str, Value] = field(default_factory=dict)
    environment_complete: bool = True
    replicas: Value = _ONE
    grace: Value = _NOT_KNOWN
    memory: Value = _UNSET
    user: Value = _UNSET
    container: bool = False
    under_shell: bool = False
    own_network: bool = True
    stop_signal: Value = _UNSET
    host: Value = _UNSET
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """What a Dockerfile builds. user: the last USER, None (by default) where there is none. environment: of its ENV."""

    place: Place | None = None
    user: Value = _UNSET
    environment: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deployment:
    """All that was found, and belongs to the app in question or may do so.

    complete: False where a file was found that starts Celery in a way that could not be followed.
    """

    processes: tuple[Process, ...] = ()
    images: tuple[Image, ...] = ()
    complete: bool = True

    def of(self, kind: str) -> tuple[Process, ...]:
        """The processes of one kind."""
        return tuple(process for process in self.processes if process.kind == kind)

    @property
    def workers(self) -> tuple[Process, ...]:
        """The workers."""
        return self.of("worker")
