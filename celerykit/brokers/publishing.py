"""What `publish` becomes on every broker: how long a publisher waits for one that is away."""

from __future__ import annotations

from typing import Literal

from celerykit.intents import Compiled, Intents

__all__ = ["SOON", "manner", "publishing", "waits"]

SOON = 1
"""Seconds that a publisher in a hurry waits for a connection, and for an answer. It tries twice."""

# Up to a hundred tries, at most a second apart. Celery's own policy gives up after 0.6 s.
_PATIENT = {"max_retries": 100, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 1}
# A second try is needed: a connection that was kept since before the broker's restart fails the first one.
_FAIL_FAST = {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.1, "interval_max": 0.2}
# Seconds in which all of the patient tries have been made.
_PATIENCE = 120


def manner(intents: Intents) -> tuple[Literal["patient", "fail-fast"] | None, str]:
    """How a publisher behaves, and the intent that says so: at-least-once makes it patient where nobody says."""
    if intents.publish is None and intents.delivery == "at-least-once":
        return "patient", "delivery"
    return intents.publish, "publish"


def publishing(intents: Intents, celery: tuple[int, ...]) -> list[Compiled]:
    """The retry policy, and how kombu makes the connection that it needs first.

    kombu before 5.5 does not apply the policy to the connection, and gives up after 6 s.
    """
    how, intent = manner(intents)
    if how is None:
        return []
    policy = _FAIL_FAST if how == "fail-fast" else _PATIENT
    compiled = [Compiled(("task_publish_retry_policy", key), value, intent) for key, value in policy.items()]
    if how == "fail-fast":
        compiled.append(Compiled(("broker_connection_timeout",), SOON, intent))
    if how == "fail-fast" or celery < (5, 5):
        compiled += [Compiled(("broker_transport_options", key), value, intent) for key, value in waits(how).items()]
    return compiled


def waits(how: Literal["patient", "fail-fast"]) -> dict[str, object]:
    """Options that kombu reads when it makes a connection on its way (kombu/connection.py, _extract_failover_opts).

    A worker's own connections do not go by them, but by broker_connection_max_retries.
    """
    if how == "fail-fast":
        return dict(_FAIL_FAST)
    return {**_PATIENT, "connect_retries_timeout": _PATIENCE}
