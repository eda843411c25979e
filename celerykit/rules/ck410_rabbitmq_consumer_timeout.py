from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.brokers.amqp import CONSUMER_TIMEOUT
from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.delays import delays
from celerykit.rules.late_runs import LateRun, late_runs
from celerykit.rules.queue_arguments import may_say, quorum_is_possible
from celerykit.rules.words import number, unless


class RabbitmqConsumerTimeout(Rule):
    """A message may stay unacknowledged for longer than RabbitMQ allows by default.

    *Why*: RabbitMQ closes the channel of a consumer that holds a message for longer than the server's
    `consumer_timeout`, which is 30 minutes unless somebody raised it.
    The worker ends ("Unrecoverable error: PreconditionFailed"), and all that it held is delivered again: a task that
    takes longer than that never completes.
    A worker holds a message while its task runs, where it is acknowledged late, and until its time has come, where it
    has a countdown or an ETA, however it is acknowledged.
    RabbitMQ 4.3 and later look at quorum queues alone; with those, delays are the server's own affair.
    No setting of Celery's changes it, and what the server runs cannot be seen from here.

    *Instead*: raise `consumer_timeout` on the server (in milliseconds, in rabbitmq.conf), or the queue's
    `x-consumer-timeout`, above the longest delay and two runs of the longest task.
    Or let tasks be short, and a schedule remember what is far away.
    """

    code = "CK410"
    name = "rabbitmq-consumer-timeout"
    severity = "warning"
    brokers = ("amqp",)
    message = (
        "{what}, but RabbitMQ takes back what is not acknowledged after {timeout} s, the server's default "
        "consumer_timeout: the worker then ends, and all that it held is delivered again{unless}"
    )
    fix = "set consumer_timeout = {needed} (ms) or more in rabbitmq.conf, if it is not done, or {cure}"
    symptoms = (
        "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out",
        "a worker on RabbitMQ ends after half an hour, and a long task starts over",
    )
    bad = """\
broker_url = "amqp://localhost"
task_acks_late = True
task_time_limit = 7200
"""
    good = """\
broker_url = "amqp://localhost"
task_acks_late = True
task_time_limit = 1200
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if may_say(project, "x-consumer-timeout"):
            return
        yield from self._delays(project)
        runs = late_runs(project)
        long = [run for run in runs if run.length and run.length > CONSUMER_TIMEOUT]
        unbounded = [run for run in runs if not run.length]
        yield from (self._runs(project, group) for group in (long, unbounded) if group)

    def _delays(self, project: Project) -> Iterator[Finding]:
        held = sorted((one for one in delays(project) if one.seconds > CONSUMER_TIMEOUT), key=lambda one: -one.seconds)
        if not held or quorum_is_possible(project):
            return
        longest, *others = held
        yield self.finding(
            longest.value,
            subject=project.app or project.config.subject,
            said="held unacknowledged for so long",
            related=[piece for one in others for piece in label(one.value, "held unacknowledged for so long")],
            what=longest.words,
            timeout=CONSUMER_TIMEOUT,
            needed=_milliseconds(longest.seconds),
            cure="shorten the delay",
            unless=unless(project.config["broker_url"], longest.value),
        )

    def _runs(self, project: Project, runs: Sequence[LateRun]) -> Finding:
        worst, *others = runs
        length, late, bound = worst.length, worst.late, worst.bound
        held = f"may run {number(length)} s" if length else "has no time limit"
        return self.finding(
            bound if length else late,
            subject=project.config.subject,
            said="a task may run this long" if length else "acknowledged only at its end",
            related=[
                *(label(late, "acknowledged only at its end") if length else ()),
                *(piece for run in others for piece in run.as_another),
            ],
            severity=None if length else "info",
            what=f"{worst.who} {held} and is acknowledged only at its end",
            timeout=CONSUMER_TIMEOUT,
            needed=_milliseconds(2 * length) if length else "twice the longest task",
            cure=f"{worst.setting} below {CONSUMER_TIMEOUT}",
            unless=unless(project.config["broker_url"], bound, late),
        )


def _milliseconds(length: float) -> int:
    return int(length * 1000) + 60000  # RabbitMQ looks once a minute
