from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.queues import Declared, in_use
from celerykit.rules.routes import routes
from celerykit.rules.words import unless

_WAY = ("queue", "exchange", "routing_key", "exchange_type")


class RoutingKeyOnlyDirect(Rule):
    """A route gives only a routing key, or only an exchange, and Celery uses neither.

    *Why*: where the exchange is a direct one, which is the default, and either of the two is missing, Celery puts the
    message straight into a queue by its name (celery/app/amqp.py, send_task_message).
    With a routing key alone, that is the default queue, whatever the key says.
    With an exchange alone there is no queue to name, and the message goes nowhere.

    *Instead*: route to a queue, `{"queue": "feeds"}`: its exchange and routing key come with it.
    """

    code = "CK517"
    name = "routing-key-only-direct"
    severity = "error"
    message = "{who} {given} {value} and no queue: {consequence}{unless}"
    fix = '{{"queue": "…"}}'
    symptoms = (
        "the task goes to the default queue, though its route has a routing key",
        "the task is sent, and arrives in no queue",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"feeds.*": {"routing_key": "feed.import"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"feeds.*": {"queue": "feeds"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        default = _default_queue(project)
        for who, options in _ways(project):
            given = [name for name in _WAY if name in options]
            value = options[given[0]] if len(given) == 1 else None
            if value is None or not value.known or not isinstance(value.value, str) or not value.value:
                continue
            if given == ["exchange"]:
                yield self._told(project, who, "an exchange", value, "the message goes to no queue, and is lost")
            elif given == ["routing_key"] and default and default.name and value.value != default.name:
                consequence = f"the message goes to the default queue {default.name}, whatever the key says"
                yield self._told(project, who, "a routing key", value, consequence, default)

    def _told(
        self,
        project: Project,
        who: str,
        given: str,
        value: Value,
        consequence: str,
        default: Declared | None = None,
    ) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="not used",
            related=label(default.value, "where it goes") if default and default.value.known else (),
            who=who,
            given=f"has {given}" if who.startswith("the route") else f"is sent with {given}",
            value=value.value,
            consequence=consequence,
            unless=unless(value),
        )


def _default_queue(project: Project) -> Declared | None:
    """The default queue, where it certainly has a direct exchange."""
    queues, name = in_use(project), project.config["task_default_queue"]
    if not queues.complete or not name.decided:
        return None
    found = next((queue for queue in queues.declared if queue.name == name.value), None)
    return found if found and found.exchange and found.exchange.type == "direct" else None


def _ways(project: Project) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """How things are sent: by a route, by what a task says, by what a call says where neither says anything."""
    found = routes(project)
    for route in found.all:
        if route.target.keys and not route.target.open:
            yield f"the route of {route.written}", route.target.keys
    own = {task.name: task for task in project.tasks}
    for task in project.tasks:
        if task.options_complete and task.name and found.of(task.name) is None:
            yield task.name, task.options
    for call in project.calls:
        sent = own.get(call.task)
        plain = sent is not None and sent.options_complete and not set(_WAY) & sent.options.keys()
        if call.task and plain and found.of(call.task) is None:
            yield call.task, call.options
