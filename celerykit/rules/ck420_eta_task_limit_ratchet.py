from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.prefetching import in_advance
from celerykit.rules.queue_arguments import quorum_is_possible
from celerykit.rules.words import named, unless


class EtaTaskLimitRatchet(Rule):
    """After a burst of delayed tasks, a worker takes one message at a time for the rest of its life.

    *Why*: for each task that waits for its time a worker takes one message more, and one less when that task runs.
    `worker_eta_task_limit` cuts off what is added, but not what is taken away again (kombu/common.py, QoS).
    So each delayed task above the limit lowers the number for good, down to one: with a limit of 10, and 8 messages
    at first, ten tasks with a countdown left 1.
    Where a worker takes more than the limit from the start, the first delayed task lowers it to that.

    *Instead*: leave the setting out until Celery has mended it; give delayed tasks a queue and a worker of their own,
    or a schedule.
    """

    code = "CK420"
    name = "eta-task-limit-ratchet"
    severity = "warning"
    since = "5.6"
    until = "5.7"
    brokers = ("redis", "sentinel", "amqp")
    message = (
        "worker_eta_task_limit = {limit} cuts what a worker adds for delayed tasks, but not what it takes away: "
        "{consequence}{unless}"
    )
    fix = "leave {name} out, and give delayed tasks a queue and a worker of their own"
    symptoms = (
        "after many tasks with a countdown a worker runs one task at a time until it is restarted",
        "celery inspect stats shows a prefetch_count of 1",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_eta_task_limit = 20
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        limit = project.config["worker_eta_task_limit"]
        first = in_advance(project)
        if not limit.known or isinstance(limit.value, bool) or not isinstance(limit.value, int) or first == 0:
            return
        if limit.value <= 0 or quorum_is_possible(project):
            return
        consequence = "after a burst of them it takes one message at a time until it is restarted"
        if first is not None and first > limit.value:
            consequence = f"the first of them lowers {first} messages to {limit.value}, and a burst to one, for good"
        yield self.finding(
            limit,
            subject=project.config.subject,
            said="cuts what is added only",
            related=[
                *label(project.config["worker_prefetch_multiplier"], "messages for each process"),
                *label(project.config["worker_concurrency"], "processes"),
            ],
            limit=limit.value,
            consequence=consequence,
            name=named(project, "worker_eta_task_limit"),
            unless=unless(limit),
        )
