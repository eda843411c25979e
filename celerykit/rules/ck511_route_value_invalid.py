from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Opaque, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import key
from celerykit.rules.routes import Route, routes
from celerykit.values.suggestions import closest

# What send_task and the sending of messages read (celery/app/base.py and amqp.py); what is left becomes a property of
# the message, so that a name which is like none of these may be meant.
_OPTIONS = frozenset({
    "compression", "declare", "delivery_mode", "exchange", "exchange_type", "expires", "headers", "ignore_result",
    "immediate", "mandatory", "priority", "queue", "retry", "retry_policy", "routing_key", "serializer",
    "soft_time_limit", "time_limit",
})  # fmt: skip
_SAID_OTHERWISE = {"queue_name": "queue", "name": "queue", "key": "routing_key", "binding_key": "routing_key"}


class RouteValueInvalid(Rule):
    """A route leads to something that is neither the name of a queue nor a mapping of options.

    *Why*: Celery makes a dict of whatever stands there (celery/app/routes.py, MapRoute).
    None, a number and a `Queue` raise `TypeError` when the task is sent; of a list of names of two letters it makes
    options that nobody reads; an empty text, or an option that does not exist, sends the task to the default queue.

    *Instead*: give the queue's name, or `{"queue": "…"}`. A task goes to one queue.
    """

    code = "CK511"
    name = "route-value-invalid"
    severity = "error"
    message = "the route of {written} {problem}"
    fix = "{cure}"
    symptoms = (
        "TypeError: 'NoneType' object is not iterable, when a task is sent",
        "TypeError: 'Queue' object is not iterable, when a task is sent",
        "TypeError: unhashable type: 'list', when a task is sent",
        "the task goes to the default queue, not to the one of its route",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.tasks.resize": {"queue_name": "images"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.tasks.resize": {"queue": "images"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for route in routes(project).all:
            target = route.target
            problem = _problem(target)
            if problem:
                yield self._told(project, route, target, problem, '{"queue": "…"}')
            elif target.keys and "queue" not in target.keys:
                yield from self._misnamed(project, route)

    def _misnamed(self, project: Project, route: Route) -> Iterator[Finding]:
        for name, value in route.target.keys.items():
            meant = _meant(name)
            if meant and meant not in route.target.keys:
                problem = f"has an option {name}, which Celery does not read: tasks go to the default queue"
                yield self._told(project, route, value, problem, f'write "{meant}" for "{name}"')

    def _told(self, project: Project, route: Route, value: Value, problem: str, cure: str) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="no queue",
            written=route.written,
            problem=problem,
            cure=cure,
        )


def _problem(target: Value) -> str | None:
    if not target.known:
        queue = key(target, "queue")
        return _of_queue(queue) if queue else None
    value = target.value
    if isinstance(value, Opaque):
        wrong = value.type in {"kombu.Queue", "kombu.entity.Queue", "function"}
        return "is an object, and sending such a task raises TypeError" if wrong else None
    if value is None or isinstance(value, (bool, int, float)):
        return f"is {value}, and sending such a task raises TypeError"
    if value == "":
        return "is an empty text, which counts as no route: tasks go to the default queue"
    if isinstance(value, (list, tuple, set)):
        return "is a list, and Celery sends a task to one queue only: sending such a task fails, or ignores the list"
    queue = key(target, "queue")
    return _of_queue(queue) if queue else None


def _of_queue(queue: Value) -> str | None:
    if queue.known and isinstance(queue.value, (list, tuple, set, dict)):
        return "names several queues, and sending such a task raises TypeError: it goes to one queue only"
    return None


def _meant(name: object) -> str | None:
    if not isinstance(name, str) or name in _OPTIONS:
        return None
    return _SAID_OTHERWISE.get(name) or closest(name, ("queue", "routing_key", "exchange"))
