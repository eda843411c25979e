from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.brokers.base import Broker
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.late_runs import LateRun, late_runs
from celerykit.rules.visibility import seconds, visibility_timeout
from celerykit.rules.words import number, unless


class VisibilityTimeoutTooShort(Rule):
    """A task may run longer than the broker waits for its acknowledgement.

    *Why*: with late acknowledgement a message stays unacknowledged while its task runs.
    Redis and SQS give an unacknowledged message to another worker once the visibility timeout has passed.
    The same task then runs a second time beside the first, and again after each further timeout.

    *Instead*: let the hard time limit of every such task stay below the visibility timeout, with a margin for the time
    that a message waits in the worker.
    Remember that the visibility timeout is also how long the tasks of a killed worker stay away.
    """

    code = "CK401"
    name = "visibility-timeout-too-short"
    severity = "error"
    brokers = ("redis", "sentinel", "sqs")
    message = (
        "{who} may run {limit} s and is acknowledged only at its end, "
        "but {broker} redelivers it after {timeout} s{unless}"
    )
    fix = "set visibility_timeout above {limit}, or {setting} below {timeout}"
    symptoms = (
        "the same task id is received twice, an hour after the first time",
        "a long task starts again on another worker while it still runs",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_time_limit = 7200
broker_transport_options = {"visibility_timeout": 3600}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_time_limit = 7200
broker_transport_options = {"visibility_timeout": 10800}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told = visibility_timeout(project)
        if told is None:
            return
        transport, timeout, away = told
        # Who chose a longer time than usual has thought of the tasks that no limit bounds.
        chosen = timeout.known and away > float(str(transport.options["visibility_timeout"].default))
        runs = late_runs(project)
        long = [run for run in runs if run.length and run.length >= away]
        unbounded = [] if chosen else [run for run in runs if not run.length]
        yield from (self._told(project, transport, timeout, group) for group in (long, unbounded) if group)

    def _told(self, project: Project, transport: Broker, timeout: Value, runs: Sequence[LateRun]) -> Finding:
        worst, *others = runs
        primary = timeout if timeout.known else worst.bound if worst.bound.known else worst.late
        said = (
            (worst.late, "acknowledged only at its end"),
            (worst.bound, "a task may run this long"),
            (timeout, "redelivered after this many seconds"),
        )
        related = [piece for end, text in said if end.known and end is not primary for piece in label(end, text)]
        length = worst.length
        return self.finding(
            primary,
            subject=project.config.subject,
            said=next(text for end, text in said if end is primary),
            related=[*related, *(piece for run in others for piece in run.as_another)],
            severity=None if length else "warning",
            message=None if length else _UNBOUNDED,
            fix=None if length else "set task_time_limit below {timeout}, or visibility_timeout above the longest task",
            who=worst.who,
            limit=number(length or 0),
            broker=transport.title,
            timeout=number(seconds(timeout) or 0),
            unless=("" if timeout.known else ", its default")
            + unless(project.config["broker_url"], worst.late, worst.bound, timeout),
            setting=worst.setting,
        )


_UNBOUNDED = (
    "{who} is acknowledged only at its end and no time limit bounds it, but {broker} redelivers it after {timeout} s"
    "{unless}: a longer one runs a second time beside the first"
)
