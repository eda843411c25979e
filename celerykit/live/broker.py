"""The connection to the broker, as a worker would make it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.databases import connect, missing_file
from celerykit.live.deadlines import patience, side_by_side, within
from celerykit.live.diagnosis import diagnosed
from celerykit.live.settings import broker_side, broker_sides
from celerykit.live.system import Side, System
from celerykit.live.troubles import Trouble, trouble

__all__ = ["Attempt", "attempt", "attempts", "connection"]

_SQL = ("sqla+", "sqlalchemy+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to connect. connection: kombu's, None where it failed, and trouble says why. seconds: that it took."""

    side: Side
    connection: Any = field(repr=False)
    trouble: Trouble | None
    seconds: float


def attempts(system: System) -> tuple[Attempt, ...]:
    """A try for each server that the broker's settings name, those to read from first.

    Raises NotChecked where a URL is not known.
    """
    made, sides = system.once(app), system.once(broker_sides)
    found = side_by_side([partial(_attempt, system, made, side) for side in sides])
    for each in found:
        if each.connection is not None:
            system.closing.callback(each.connection.release)
    return tuple(found)


def attempt(system: System) -> Attempt:
    """The connection to the broker that workers take their tasks from: of several servers the first that answers.

    Raises NotChecked where its URL is not known.
    """
    setting = system.once(broker_side).setting
    reading = [each for each in system.once(attempts) if each.side.setting == setting]
    return next((each for each in reading if each.connection is not None), reading[0])


def connection(system: System) -> Any:
    """The connection to the broker. Raises NotChecked where it cannot be reached."""
    tried = system.once(attempt)
    if tried.connection is None:
        raise NotChecked("the broker could not be reached")
    return tried.connection


def _attempt(system: System, made: Any, side: Side) -> Attempt:
    if file := missing_file(side.url):
        raise NotChecked(f"{file} is not there: kombu makes it with the first message")
    begun = time.monotonic()
    try:
        # Its modules take their time, which is not the server's.
        made.connection_for_read(side.url).transport  # noqa: B018 - importing them is the point
        begun = time.monotonic()
        connected = within(patience(system.limit), partial(_connected, made, side.url), lambda late: late.release())
    except Exception as error:
        seconds = time.monotonic() - begun
        return Attempt(side, None, diagnosed(system, side, trouble(error)), seconds)
    return Attempt(side, connected, None, time.monotonic() - begun)


def _connected(made: Any, url: str) -> Any:
    if url.startswith(_SQL):
        # Its transport connects when something is sent, and then makes its tables.
        connect(url)
    found = made.connection_for_read(url)
    try:
        # Once: connect() would try twice, with a pause. The time is over after the first try.
        found.ensure_connection(max_retries=1, interval_start=0, timeout=1e-6, reraise_as_library_errors=False)
        # Redis is not spoken to before something is asked; RabbitMQ's channel shows that the login was good.
        found.default_channel  # noqa: B018 - opening it is the point
    except Exception:
        found.release()
        raise
    return found
