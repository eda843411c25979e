from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from celerykit.findings import Finding
from celerykit.project import Opaque, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import transport_option
from celerykit.rules.urls import broker
from celerykit.rules.words import number, unless

# SQS hides no message for longer: twelve hours, in seconds (docs.aws.amazon.com, API_CreateQueue).
_LONGEST_ON_SQS = 43200


class VisibilityTimeoutInvalid(Rule):
    """The visibility timeout is no number of seconds that the broker can use.

    *Why*: kombu subtracts it from the time, and compares it with nothing.
    A text or a `timedelta` raises `TypeError`, and a worker on Redis ends as it starts ("Unrecoverable error").
    With zero or less, a worker that looks for lost messages takes every message for one, and what runs runs again.
    SQS takes a text with a number in it, but nothing over twelve hours.

    *Instead*: write a number of seconds; make one of what comes from the environment: `int(os.environ["TIMEOUT"])`.
    """

    code = "CK406"
    name = "visibility-timeout-invalid"
    severity = "error"
    brokers = ("redis", "sentinel", "sqs")
    message = "visibility_timeout is {what}: {consequence}{unless}"
    fix = "{cure}"
    symptoms = (
        "Unrecoverable error: TypeError(\"unsupported operand type(s) for -: 'float' and 'str'\")",
        "Unrecoverable error: TypeError(\"unsupported operand type(s) for -: 'float' and 'datetime.timedelta'\")",
        "every task runs again and again while it still runs",
    )
    bad = """\
from datetime import timedelta

broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visibility_timeout": timedelta(hours=2)}
"""
    good = """\
from datetime import timedelta

broker_url = "redis://localhost:6379/0"
broker_transport_options = {"visibility_timeout": timedelta(hours=2).total_seconds()}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        transport = broker(project)
        if transport is None or "visibility_timeout" not in transport.options:
            return
        timeout = transport_option(project, "visibility_timeout", None)
        wrong = _on_sqs(timeout) if transport.name == "sqs" else _on_redis(timeout)
        if wrong is None:
            return
        what, consequence = wrong
        yield self.finding(
            timeout,
            subject=project.config.subject,
            said="must be a number of seconds",
            what=what,
            consequence=consequence,
            unless="" if _is_text(timeout) else unless(timeout),
            cure=_cure(timeout),
        )


def _on_redis(timeout: Value) -> tuple[str, str] | None:
    value = timeout.value
    if _is_text(timeout):
        return f"a text{_from(timeout)}", "kombu cannot subtract it from the time, and the worker ends as it starts"
    if not timeout.known or isinstance(value, Opaque):
        return None
    if not isinstance(value, (int, float)):
        return _kind(value), "kombu cannot subtract it from the time, and the worker ends as it starts"
    return _too_short(value) if value <= 0 else None


def _on_sqs(timeout: Value) -> tuple[str, str] | None:
    """kombu/transport/SQS makes a whole number of a number or a text; nothing stands for its default."""
    if not timeout.known or isinstance(timeout.value, Opaque) or timeout.value in (None, ""):
        return None
    try:
        number_of = int(float(timeout.value))
    except (TypeError, ValueError, OverflowError):
        return _kind(timeout.value), "kombu cannot make a number of it, and raises when it makes a queue"
    if number_of > _LONGEST_ON_SQS:
        return f"{number_of} s", f"SQS refuses more than {_LONGEST_ON_SQS} s, twelve hours"
    return _too_short(number_of) if number_of <= 0 else None


def _too_short(value: float) -> tuple[str, str]:
    return f"{number(value)} s", "what is not acknowledged at once is given to another worker, and runs again"


def _is_text(timeout: Value) -> bool:
    """Whether it is a text, or is one where its environment variable is set."""
    return timeout.type is str or (timeout.known and isinstance(timeout.value, str))


def _from(timeout: Value) -> str:
    if timeout.variable and not (timeout.known and isinstance(timeout.value, str)):
        return f" where {timeout.variable} is set"
    return ""


def _kind(value: object) -> str:
    kinds = {type(None): "None", timedelta: "a timedelta", str: "a text that is no number"}
    return kinds.get(type(value), f"a {type(value).__name__}")


def _cure(timeout: Value) -> str:
    if isinstance(timeout.value, timedelta):
        return f'"visibility_timeout": {number(timeout.value.total_seconds())}'
    if _is_text(timeout) and timeout.text:
        return f'"visibility_timeout": int({timeout.text})'
    return '"visibility_timeout": 3600'
