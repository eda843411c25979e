from __future__ import annotations

from collections.abc import Iterator

from celerykit.brokers.base import Broker
from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import bound_of, in_force, is_own, kinds_of_task, transport_option, who
from celerykit.rules.urls import broker
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
        transport = broker(project)
        option = transport.options.get("visibility_timeout") if transport else None
        if transport is None or option is None:
            return
        timeout = transport_option(project, "visibility_timeout", option.default)
        seconds = _seconds(timeout)
        if seconds is None:
            return
        seen: list[tuple[Value, Value]] = []
        for task in kinds_of_task(project):
            late = in_force(project, task, "acks_late")
            bound, setting = bound_of(project, task)
            if not (late.known and late.value) or bound.unknown or (late, bound) in seen:
                continue
            seen.append((late, bound))
            length = _seconds(bound)
            if length is None or length >= seconds:
                yield self._told(project, transport, task, (late, bound, timeout), setting)

    def _told(
        self, project: Project, transport: Broker, task: Task | None, ends: tuple[Value, Value, Value], setting: str
    ) -> Finding:
        late, bound, timeout = ends
        length, seconds = _seconds(bound), _seconds(timeout)
        own = is_own(task, "acks_late", late) or is_own(task, setting, bound)
        primary = timeout if timeout.known else bound if bound.known else late
        said = (
            (late, "acknowledged only at its end"),
            (bound, "a task may run this long"),
            (timeout, "redelivered after this many seconds"),
        )
        return self.finding(
            primary,
            subject=project.config.subject,
            said=next(text for end, text in said if end is primary),
            related=[piece for end, text in said if end.known and end is not primary for piece in label(end, text)],
            severity=None if length else "warning",
            message=None if length else _UNBOUNDED,
            fix=None if length else "set task_time_limit below {timeout}, or visibility_timeout above the longest task",
            who=who(task, own=own),
            limit=number(length or 0),
            broker=transport.title,
            timeout=number(seconds or 0),
            unless=("" if timeout.known else ", its default") + unless(project.config["broker_url"], *ends),
            setting=setting,
        )


_UNBOUNDED = (
    "{who} is acknowledged only at its end and no time limit bounds it, but {broker} redelivers it after {timeout} s"
    "{unless}: a longer one runs a second time beside the first"
)


def _seconds(value: Value) -> float | None:
    if not value.decided or isinstance(value.value, bool) or not isinstance(value.value, (int, float)):
        return None
    return value.value or None
