"""Where a task goes that is sent: which queue, and what says so (celery/app/routes.py, Router; celery/app/amqp.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from celerykit.project import Opaque, Project, Task, Value
from celerykit.rules.options import key
from celerykit.rules.queues import default_name, text
from celerykit.rules.routes import Route, Routes, queue_of

__all__ = ["Sent", "by_route", "sent"]

By = Literal["call", "task", "route", "default", "unknown"]
_QUEUE = frozenset({"kombu.Queue", "kombu.entity.Queue"})


@dataclass(frozen=True, slots=True)
class Sent:
    """Where something goes.

    by: what says so; "unknown" where routes are tried that cannot be known. queue: its name, None where that cannot be
    known. exchange, key: what it is published to besides, "" where nobody names one, None where that cannot be known.
    said: the value that says so. route: of "route". certain: False where something else may say otherwise.
    """

    by: By
    queue: str | None
    exchange: str | None = ""
    key: str | None = ""
    said: Value | None = None
    route: Route | None = None
    certain: bool = True

    @property
    def known(self) -> bool:
        """Whether it can be known where it goes: to the queue, or with a key to an exchange."""
        return self.queue is not None and self.exchange is not None and not (self.exchange and self.key is None)


def sent(project: Project, routes: Routes, name: str, task: Task | None, options: Mapping[str, Value]) -> Sent:
    """Where a task goes that is sent with these options.

    task: as it is declared, where it is. What a call says beats what the task says, and that beats the routes.
    """
    own = task.options if task else {}
    certain = task is None or task.options_complete
    given = {word: _text(options.get(word) or own.get(word)) for word in ("exchange", "routing_key")}
    for by, said in (("call", options.get("queue")), ("task", own.get("queue"))):
        if said is not None and not (said.known and said.value is None):
            return Sent("call" if by == "call" else "task", _name(said), given["exchange"], given["routing_key"], said)
    route = routes.of(name)
    if route is False or _is_routed_elsewhere(task, routes, route):
        return Sent("unknown", None, certain=False)
    if route is None:
        return Sent("default", default_name(project), given["exchange"], given["routing_key"], certain=certain)
    found = by_route(project, route)
    exchange, routing_key = given["exchange"] or found.exchange, given["routing_key"] or found.key
    return replace(found, exchange=exchange, key=routing_key, certain=certain)


def by_route(project: Project, route: Route) -> Sent:
    """Where a route leads what says nothing else."""
    queue = queue_of(route.target)
    # A route without a queue leaves out the default one's name only: the message goes there all the same.
    otherwise = None if route.target.open else default_name(project)
    exchange, routing_key = _text(_of(route, "exchange")), _text(_of(route, "routing_key"))
    return Sent("route", otherwise if queue is None else _name(queue), exchange, routing_key, route.target, route)


def _of(route: Route, word: str) -> Value | None:
    return None if isinstance(route.target.value, str) else key(route.target, word)


def _is_routed_elsewhere(task: Task | None, routes: Routes, found: Route | None) -> bool:
    """Whether a route has the task's function behind other modules: that may be what it is called when it runs."""
    if task is None or found:
        return False
    return any(route.kind == "name" and route.written.endswith(f".{task.function}") for route in routes.all)


def _name(value: Value) -> str | None:
    """The name of a queue that is given as a text, or as an object."""
    if isinstance(value.value, Opaque) and value.value.type in _QUEUE:
        return text(value.items[0] if value.items else value.keys.get("name", value))
    return text(value)


def _text(value: Value | None) -> str | None:
    return "" if value is None or (value.decided and not value.value) else text(value)
