"""How long a broker waits for an acknowledgement, where the configuration decides it."""

from __future__ import annotations

from celerykit.brokers.base import Broker
from celerykit.project import Project, Value
from celerykit.rules.options import transport_option
from celerykit.rules.urls import broker

__all__ = ["seconds", "visibility_timeout"]

# Seconds that nobody waits for: thirty million years, and infinity.
_ENDLESS = 1e15


def visibility_timeout(project: Project) -> tuple[Broker, Value, float] | None:
    """The broker, its visibility timeout, and that in seconds; None where it has none, or nobody can know it.

    Queues that are predefined on SQS have the timeout that they were made with, whatever is written here.
    """
    found = broker(project)
    option = found.options.get("visibility_timeout") if found else None
    if found is None or option is None:
        return None
    predefined = transport_option(project, "predefined_queues", None)
    if found.name == "sqs" and (predefined.unknown or predefined.value or predefined.keys):
        return None
    timeout = transport_option(project, "visibility_timeout", option.default)
    length = seconds(timeout)
    return (found, timeout, length) if length else None


def seconds(value: Value) -> float | None:
    """A number of seconds that is known; None for what is none, and for none at all."""
    if not value.decided or isinstance(value.value, bool) or not isinstance(value.value, (int, float)):
        return None
    return value.value if 0 < abs(value.value) < _ENDLESS else None
