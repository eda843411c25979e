"""How long somebody waits for a server that is away: the same for messages and for results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["POLICIES", "SOON", "Manner", "connecting"]

Manner = Literal["patient", "fail-fast"]

SOON = 1
"""Seconds that somebody in a hurry waits for a connection, and for an answer. He tries twice."""

# A retry policy as kombu takes it (kombu/utils/functional.py, retry_over_time).
POLICIES: Mapping[Manner, Mapping[str, object]] = {
    # Up to a hundred tries, at most a second apart. Celery's own gives up after 0.6 s, and for results after 20 s.
    "patient": {"max_retries": 100, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 1},
    # A second try is needed: a connection that was kept since before the server's restart fails the first one.
    "fail-fast": {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.1, "interval_max": 0.2},
}
# Seconds in which all of the patient tries have been made.
_PATIENCE = 120


def connecting(how: Manner) -> dict[str, object]:
    """Options that kombu reads when it makes a connection on its way (kombu/connection.py, _extract_failover_opts).

    A worker's own connections do not go by them, but by broker_connection_max_retries.
    """
    more = {"connect_retries_timeout": _PATIENCE} if how == "patient" else {}
    return {**POLICIES[how], **more}
