from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import assignment, named, unless

_TYPE = "broker_native_delayed_delivery_queue_type"
_TYPES = ("classic", "quorum")


class DelayedDeliveryBrokerUrl(Rule):
    """With quorum queues, a worker does not start with the broker given in this way.

    *Why*: to set up the delayed delivery of RabbitMQ, the worker reads `broker_url` itself, and wants a text or a list
    there (celery/worker/consumer/delayed_delivery.py).
    With a tuple, or with `broker_read_url` and `broker_write_url` alone, it raises `ValueError`.
    So it does where `broker_native_delayed_delivery_queue_type` is neither `classic` nor `quorum`.

    *Instead*: set `broker_url`, as a text or a list.
    """

    code = "CK529"
    name = "delayed-delivery-broker-url"
    severity = "error"
    since = "5.5"
    brokers = ("amqp",)
    message = "{problem}, and with quorum queues a worker then ends with ValueError{unless}"
    fix = "{line}"
    symptoms = (
        "ValueError: broker_url configuration is empty",
        "ValueError: broker_url must be a string or list",
        "ValueError: Invalid queue type",
    )
    bad = """\
broker_url = ("amqp://one", "amqp://two")
task_default_queue_type = "quorum"
"""
    good = """\
broker_url = ["amqp://one", "amqp://two"]
task_default_queue_type = "quorum"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        found = next(iter(quorum_queues(project)), None)
        if found is None:
            return
        url, kind = project.config["broker_url"], project.config[_TYPE]
        apart = [project.config[name] for name in ("broker_read_url", "broker_write_url")]
        if url.known and isinstance(url.value, tuple):
            line = f'{named(project, "broker_url")} = ["amqp://…", …]'
            yield self._told(project, url, f"{named(project, 'broker_url')} is a tuple", line, found[1])
        elif _is_unset(project, url) and (written := [value for value in apart if value.known and value.value]):
            line = assignment(project, "broker_url", '"amqp://…"')
            yield self._told(
                project, written[0], "broker_url is not set, only those to read and to write", line, found[1]
            )
        if kind.known and kind.value not in _TYPES:
            line = assignment(project, _TYPE, '"quorum"')
            yield self._told(project, kind, f"{named(project, _TYPE)} is {kind.value!r}", line, found[1])

    def _told(self, project: Project, value: Value, problem: str, line: str, cause: Value) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="not what the worker wants",
            related=label(cause, "quorum queues are in use"),
            problem=problem,
            line=line,
            unless=unless(value, cause),
        )


def _is_unset(project: Project, url: Value) -> bool:
    """Whether nobody gives the broker's URL, the environment included."""
    environments = [process.environment for process in project.deployment.processes]
    given = any("CELERY_BROKER_URL" in environment for environment in environments)
    host = project.config.written("broker_host")
    return url.decided and not url.value and not given and not host
