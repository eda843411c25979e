from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.priorities import Urgency, default_priority, urgencies
from celerykit.rules.queues import argument, in_use
from celerykit.rules.words import assignment, unless


class PriorityRabbitmqNoMax(Rule):
    """Tasks are sent with priorities to queues that have none.

    *Why*: RabbitMQ heeds a priority only in a queue that was made with `x-max-priority`.
    In any other it takes messages in the order in which they came, and says nothing.

    *Instead*: set `task_queue_max_priority`, or give a `Queue` `max_priority=10`.
    A queue that is there already keeps its kind: delete it first, or RabbitMQ answers with PRECONDITION_FAILED.
    """

    code = "CK520"
    name = "priority-rabbitmq-no-max"
    severity = "error"
    brokers = ("amqp",)
    message = (
        "{who} has priority {number}, but no queue has x-max-priority: RabbitMQ keeps to the order of arrival{unless}"
    )
    fix = "{line}"
    symptoms = ("the priority of a task has no effect on RabbitMQ",)
    bad = """\
broker_url = "amqp://localhost"
task_default_priority = 5
"""
    good = """\
broker_url = "amqp://localhost"
task_default_priority = 5
task_queue_max_priority = 10
"""

    def check(self, project: Project) -> Iterator[Finding]:
        most, queues = project.config["task_queue_max_priority"], in_use(project)
        if not most.decided or most.value is not None or not queues.complete:
            return
        for queue in queues.declared:
            limit = argument(queue, "x-max-priority", "max_priority")
            kind = argument(queue, "x-queue-type")
            # RabbitMQ 4 gives quorum queues two priorities of their own accord.
            if limit.unknown or limit.value is not None or kind.unknown or kind.value == "quorum":
                return
        kinds = [project.config[name] for name in ("task_default_queue_type", "task_create_missing_queue_type")]
        given = [*urgencies(project), *default_priority(project)]
        if given and all(kind.decided and kind.value != "quorum" for kind in kinds):
            yield self._told(project, max(given, key=lambda each: each.number), given)

    def _told(self, project: Project, highest: Urgency, given: list[Urgency]) -> Finding:
        others = [each for each in given if each is not highest][:_FEW]
        return self.finding(
            highest.value,
            subject=project.config.subject,
            said="not heeded",
            related=[piece for each in others for piece in label(each.value, "nor is this one")],
            who=highest.who,
            number=highest.number,
            line=assignment(project, "task_queue_max_priority", "10"),
            unless=unless(project.config["broker_url"], highest.value),
        )


# As many other places as a reader wants to see pointed at.
_FEW = 4
