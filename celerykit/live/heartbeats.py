"""What the workers' heartbeats tell: events that each sends of itself, with the time by its own clock."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.settings import setting
from celerykit.live.system import System
from celerykit.live.workers import answering

__all__ = ["Heartbeat", "heartbeats"]

# Seconds to listen at most: workers send one every 2 s (celery/worker/heartbeat.py), and at once when they are told to.
_INTERVAL = 2.0
_MARGIN = 0.5
# Seconds in which the broker learns that somebody listens; Redis is told at the first look for messages only.
_FIRST_LOOK = 0.05


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """node: who sent it. at: the time by the clock there. asked, received: between which it was sent, by the clock
    here. All in seconds since 1970. process: its id on its own machine.
    """

    node: str
    process: int
    at: float
    asked: float
    received: float

    @property
    def drift(self) -> float:
        """Seconds by which the clock there is ahead of the clock here, at least; below 0 where it is behind.

        A heartbeat that was long on its way makes it smaller, never greater.
        """
        return max(0.0, self.at - self.received) or min(0.0, self.at - self.asked)


def heartbeats(system: System) -> tuple[Heartbeat, ...]:
    """The heartbeats of the workers that answer, heard until each has sent one, or for a little over 2 s.

    Only events of workers are listened to: events of tasks are as many as tasks. Raises NotChecked where no worker
    answers, and where events of workers cannot be told from those of tasks.
    """
    waiting = {worker.name for worker in system.once(answering)}
    options = setting(system.project, "broker_transport_options") or {}
    if not options.get("fanout_patterns", True):
        raise NotChecked("with fanout_patterns off, events of workers come with those of all tasks")
    heard = []
    for one in _heard(system):
        heard.append(one)
        waiting.discard(one.node)
        if not waiting:
            break
    return tuple(heard)


def _heard(system: System) -> Iterator[Heartbeat]:
    made = system.once(app)
    with made.connection_for_read() as own:
        queue = made.events.Receiver(own, routing_key="worker.#").queue
        come: list[Mapping[str, Any]] = []
        accept = [made.conf.event_serializer, "json"]
        with own.Consumer([queue], callbacks=[lambda body, _: come.append(body)], accept=accept, no_ack=True):
            _drain(own, _FIRST_LOOK)
            begun, end = time.time(), time.monotonic() + _INTERVAL + _MARGIN
            made.control.broadcast("heartbeat", connection=system.once(connection))
            while (left := end - time.monotonic()) > 0:
                come.clear()
                _drain(own, left)
                yield from (_heartbeat(body, begun) for body in come if body.get("type") == "worker-heartbeat")


def _drain(own: Any, seconds: float) -> None:
    try:
        own.drain_events(timeout=seconds)
    except TimeoutError:
        return


def _heartbeat(body: Mapping[str, Any], asked: float) -> Heartbeat:
    return Heartbeat(str(body["hostname"]), int(body["pid"]), float(body["timestamp"]), asked, time.time())
