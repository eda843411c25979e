from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Call, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.delayed_calls import delayed
from celerykit.rules.queues import Declared
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import assignment, unless


class QuorumDirectExchangeDelayed(Rule):
    """Tasks with a delay go to a quorum queue with a direct exchange, so a worker holds them until they are due.

    *Why*: with quorum queues Celery lets RabbitMQ keep delayed tasks, but only on a topic or a fanout exchange
    (celery/app/base.py, send_task).
    With a direct one, which is the default, it logs a warning, and the worker that gets the task holds it,
    unacknowledged: its prefetch count cannot grow beside it, so it gets no others, and after RabbitMQ's
    `consumer_timeout`, 30 minutes, the connection is closed.

    *Instead*: a topic exchange, with a routing key of its own for each queue.
    RabbitMQ does not change the kind of an exchange that is there: give it another name, or delete it.
    """

    code = "CK527"
    name = "quorum-direct-exchange-delayed"
    severity = "warning"
    since = "5.5"
    brokers = ("amqp",)
    message = (
        "{task} is sent with a delay to the quorum queue {queue}, whose exchange is direct: "
        "RabbitMQ does not keep it, a worker holds it until it is due{unless}"
    )
    fix = "{cure}"
    symptoms = (
        "Direct exchanges are not supported with native delayed delivery",
        "a worker with quorum queues takes no more tasks while it holds delayed ones",
    )
    bad = """\
from celery import Celery

app = Celery("proj", broker="amqp://localhost")
app.conf.task_default_queue_type = "quorum"


@app.task
def remind(who):
    return who


def later(who):
    remind.apply_async((who,), countdown=600)
"""
    good = bad.replace('"quorum"\n', '"quorum"\napp.conf.task_default_exchange_type = "topic"\n')

    def check(self, project: Project) -> Iterator[Finding]:
        call = next((call for call in delayed(project) if "queue" not in call.options), None)
        if call is None:
            return
        for queue, kind in quorum_queues(project):
            if queue.exchange and queue.exchange.type == "direct":
                yield self._told(project, call, queue, kind)
                return

    def _told(self, project: Project, call: Call, queue: Declared, kind: Value) -> Finding:
        exchange = project.config["task_default_exchange_type"]
        line = assignment(project, "task_default_exchange_type", '"topic"')
        return self.finding(
            kind,
            subject=project.config.subject,
            said="a quorum queue",
            related=[
                *label(call.place, "sent with a delay"),
                *(label(exchange, "a direct exchange") if exchange.known else ()),
            ],
            task=call.task or "a task",
            queue=queue.name or "",
            cure=f"{line}, with a routing_key of its own for each queue",
            unless=unless(project.config["broker_url"], kind),
        )
