"""The connection to the broker, as a worker would make it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.settings import broker_side
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble

__all__ = ["Attempt", "attempt", "connection"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to connect. connection: kombu's, None where it failed, and trouble says why. seconds: that it took."""

    side: Side
    connection: Any
    trouble: Trouble | None
    seconds: float


def attempt(system: System) -> Attempt:
    """Connect to the broker. Raises NotChecked where its URL is not known."""
    side = system.once(broker_side)
    made: Any = system.once(app).connection_for_read()
    begun = time.monotonic()
    try:
        made.connect()
        # Redis is not spoken to before something is asked; RabbitMQ's channel shows that the login was good.
        made.default_channel  # noqa: B018 - opening it is the point
    except Exception as error:
        made.release()
        return Attempt(side, None, trouble(error), time.monotonic() - begun)
    system.closing.callback(made.release)
    return Attempt(side, made, None, time.monotonic() - begun)


def connection(system: System) -> Any:
    """The connection to the broker. Raises NotChecked where it cannot be reached."""
    tried = system.once(attempt)
    if tried.connection is None:
        raise NotChecked("the broker could not be reached")
    return tried.connection
