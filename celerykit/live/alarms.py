"""The alarms of RabbitMQ: while one is on, nobody can publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.management import Management, management
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System
from celerykit.live.troubles import trouble

__all__ = ["Alarm", "alarms", "nobody_can_publish"]

_FAILED = 503
_COLUMNS = "name,running,mem_alarm,mem_used,mem_limit,disk_free_alarm,disk_free,disk_free_limit"


@dataclass(frozen=True, slots=True)
class Alarm:
    """words: what is short, with values where they are told."""

    words: str


def alarms(system: System) -> tuple[Alarm, ...]:
    """The alarms that are on; none of another broker. Raises NotChecked where RabbitMQ does not answer.

    Without the management interface, AMQP tells it too, but only to who publishes.
    """
    if system.once(rabbitmq) is None:
        return ()
    interface = _interface(system)
    if interface is None:
        return (Alarm("it blocks who publishes, for want of memory or disk"),) if _blocks(system) else ()
    if interface.status("health", "checks", "alarms") != _FAILED:
        return ()
    return tuple(_of_nodes(system)) or (Alarm("an alarm of memory or disk is on"),)


def nobody_can_publish(system: System) -> bool:
    """Whether an alarm is known to be on: what is published then, a question to workers too, stays where it is."""
    try:
        return bool(system.once(alarms))
    except NotChecked:
        return False


def _interface(system: System) -> Management | None:
    try:
        return system.once(management)
    except NotChecked:
        return None


def _of_nodes(system: System) -> list[Alarm]:
    """Nothing where this user may not see the nodes."""
    try:
        nodes = system.once(management).get("nodes", columns=_COLUMNS) or []
    except NotChecked:
        return []
    return [Alarm(words) for node in nodes for words in _of(node)]


def _of(node: dict[str, Any]) -> list[str]:
    found = []
    if node.get("mem_alarm"):
        found.append(f"{node['name']} uses {_mib(node['mem_used'])} of memory, of {_mib(node['mem_limit'])} allowed")
    if node.get("disk_free_alarm"):
        free, least = _mib(node["disk_free"]), _mib(node["disk_free_limit"])
        found.append(f"{node['name']} has {free} of free disk, of {least} that it wants")
    return found


def _mib(count: float) -> str:
    return f"{count / 1024**2:.0f} MiB"


class _Blocked(Exception):
    """RabbitMQ says that it reads nothing more."""


def _blocks(system: System) -> bool:
    """Whether a publisher is blocked: RabbitMQ tells one that publishes, and from then on reads nothing of it.

    What is published goes to no queue: it is dropped at once, and nobody gets it. On a connection of its own, which is
    then of no more use.
    """
    own = system.once(connection).clone()
    # It is not closed in order: RabbitMQ would not read that either.
    system.closing.callback(own.collect)
    channel = own.default_channel
    own.connection.on_blocked = _raise
    message: Any = channel.prepare_message(b"")
    try:
        channel.basic_publish(message, exchange="", routing_key="celerykit.doctor.nobody")
        # Answered where nothing is blocked; else that is told before.
        channel.exchange_declare("amq.direct", "direct", passive=True)
    except _Blocked:
        return True
    except Exception as error:
        raise NotChecked(f"RabbitMQ: {trouble(error).words}") from None
    return False


def _raise(reason: str) -> None:
    raise _Blocked(reason)
