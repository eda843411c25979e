"""The workers that answer, and what they say of themselves by Celery's remote control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.system import System

__all__ = ["Answers", "Worker", "answers", "asked"]

# Seconds of silence after which nobody else is expected to answer, at most: a worker answers between two tasks' events,
# not after them.
_SILENCE = 2.0


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker that answered. Of each command the answer, None where it did not come.

    stats: pool, prefetch count, uptime, rusage. conf: its settings, secrets hidden by Celery. registered: names of
    tasks. queues: that it consumes, as Celery describes them. report: the text of `celery report`.
    """

    name: str
    stats: Mapping[str, Any] | None = None
    conf: Mapping[str, Any] | None = None
    registered: frozenset[str] | None = None
    queues: tuple[Mapping[str, Any], ...] | None = None
    report: str | None = None

    @property
    def queue_names(self) -> frozenset[str]:
        """The names of the queues that it consumes."""
        return frozenset(str(queue["name"]) for queue in self.queues or ())


@dataclass(frozen=True, slots=True)
class Answers:
    """workers: by name, each once. pongs: how often each name answered."""

    workers: tuple[Worker, ...] = ()
    pongs: Mapping[str, int] = field(default_factory=dict)


def answers(system: System) -> Answers:
    """All workers that answer. Raises NotChecked where the broker cannot be reached, or carries no remote control."""
    pongs = Counter(name for reply in asked(system, "ping") for name in reply)
    if not pongs:
        return Answers()
    names = sorted(pongs)
    said = {command: _by_name(asked(system, command, names)) for command in _COMMANDS}
    return Answers(tuple(_worker(name, said) for name in names), dict(pongs))


def asked(system: System, command: str, names: Sequence[str] = (), **arguments: object) -> list[Mapping[str, Any]]:
    """The replies to a command of Celery's remote control, as they came: of two nodes of one name, both.

    names: of the nodes that are asked; all where none is named.
    """
    control = system.once(app).control
    replies = control.broadcast(
        command,
        arguments=arguments or None,
        destination=list(names) or None,
        connection=system.once(connection),
        reply=True,
        timeout=min(system.limit, _SILENCE),
        limit=len(names) or None,
    )
    if replies is None:
        raise NotChecked("this broker carries no remote control")
    return list(replies)


_COMMANDS = ("stats", "conf", "registered", "active_queues", "report")


def _by_name(replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What each node said; nothing of one that answered with an error."""
    found = {name: answer for reply in replies for name, answer in reply.items()}
    return {name: answer for name, answer in found.items() if not (isinstance(answer, Mapping) and "error" in answer)}


def _worker(name: str, said: Mapping[str, Mapping[str, Any]]) -> Worker:
    registered, queues, report = (said[command].get(name) for command in ("registered", "active_queues", "report"))
    return Worker(
        name,
        said["stats"].get(name),
        said["conf"].get(name),
        # "proj.add [rate_limit=10/m]" where options were asked for, the name alone where not.
        None if registered is None else frozenset(str(task).partition(" [")[0] for task in registered),
        None if queues is None else tuple(queues),
        None if report is None else str(report.get("ok", "")),
    )
