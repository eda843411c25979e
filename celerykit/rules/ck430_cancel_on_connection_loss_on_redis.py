from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import lateness
from celerykit.rules.stores import backend
from celerykit.rules.urls import broker, redis_database, urls
from celerykit.rules.words import assignment, unless

_SETTING = "worker_cancel_long_running_tasks_on_connection_loss"


class CancelOnConnectionLossOnRedis(Rule):
    """Tasks are ended when the connection to Redis is lost, and some of them are lost with it.

    *Why*: when a worker ends a task that runs, it first tells the result backend that it will be retried.
    Where that is out of reach too, as it is the same server, it fails there, and takes the task whose process it
    ended for one that somebody revoked: it acknowledges the message (celery/worker/request.py, cancel and
    on_failure).
    Two of eight tasks that ran while Redis was restarted were lost so, as REVOKED.
    Redis holds what is not acknowledged for the visibility timeout, whatever becomes of connections: the task could
    have gone on, and been acknowledged.

    *Instead*: leave it at `False` where Redis carries the tasks; on RabbitMQ it is right.
    """

    code = "CK430"
    name = "cancel-on-connection-loss-on-redis"
    severity = "error"
    brokers = ("redis", "sentinel")
    message = (
        "a task that runs when {broker} goes away is ended, and where its results, on the same server, are away too, "
        "it is taken for a revoked one, acknowledged and lost{unless}"
    )
    fix = "{line}"
    symptoms = ("after a restart of Redis tasks that ran are REVOKED, though nobody revoked them",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
task_acks_late = True
worker_cancel_long_running_tasks_on_connection_loss = True
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
task_acks_late = True
worker_cancel_long_running_tasks_on_connection_loss = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        cancel, found, store = project.config[_SETTING], broker(project), backend(project)
        if found is None or not (cancel.known and cancel.value) or not _one_server(project.config["broker_url"], store):
            return
        late = lateness(project)
        if late is None:
            return
        yield self.finding(
            cancel,
            subject=project.config.subject,
            said="ended when the connection is lost",
            related=(
                *label(late, "acknowledged only at the end"),
                *label(store, "results on the same server"),
            ),
            broker=found.title,
            unless=unless(cancel, late, store),
            line=assignment(project, _SETTING, "False"),
        )


def _one_server(one: Value, other: Value) -> bool:
    """Whether two URLs are known to lead to the same server, whatever the database."""
    if one.variable and one.variable == other.variable:
        return True
    hosts = [{found[:2] for url in urls(value) if (found := redis_database(url))} for value in (one, other)]
    return one.known and other.known and bool(hosts[0] & hosts[1])
