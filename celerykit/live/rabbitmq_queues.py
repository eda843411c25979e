"""The queues of a virtual host, as RabbitMQ's management interface lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celerykit.live.management import Management, management
from celerykit.live.queue_depths import queue_names
from celerykit.live.system import System

__all__ = ["Kept", "Listed", "configured", "listed"]

_COLUMNS = (
    "name,type,durable,auto_delete,exclusive,arguments,policy,operator_policy,effective_policy_definition,"
    "messages_ready,messages_unacknowledged,consumers"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A queue as it is. policy: what policies add to its arguments, by their own words ("max-length").

    policies: their names. ready, unacknowledged, consumers: as they were some seconds ago; None where nobody counts.
    """

    name: str
    type: str = "classic"
    durable: bool = True
    auto_delete: bool = False
    exclusive: bool = False
    arguments: Mapping[str, Any] = field(default_factory=dict)
    policy: Mapping[str, Any] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    ready: int | None = None
    unacknowledged: int | None = None
    consumers: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """queues: by name. complete: False where there are more than were read."""

    queues: Mapping[str, Kept]
    complete: bool = True


def listed(system: System) -> Listed:
    """The queues of the virtual host, 5000 at most. Raises NotChecked where there is no management interface."""
    items = list(system.once(management).items("queues", _COLUMNS))
    queues = {kept.name: kept for kept in (_kept(item) for item in items if item is not None)}
    return Listed(queues, None not in items)


def configured(system: System) -> tuple[Kept, ...]:
    """The queues that the configuration names and RabbitMQ has. Raises NotChecked as `listed` does."""
    interface, known = system.once(management), system.once(listed)
    found = (_one(interface, known, name) for name in queue_names(system))
    return tuple(kept for kept in found if kept)


def _one(interface: Management, known: Listed, name: str) -> Kept | None:
    if name in known.queues or known.complete:
        return known.queues.get(name)
    item = interface.get("queues", interface.virtual_host, name, columns=_COLUMNS)
    return _kept(item) if item else None


def _kept(item: Mapping[str, Any]) -> Kept:
    names = (item.get("policy"), item.get("operator_policy"))
    return Kept(
        str(item["name"]),
        str(item.get("type", "classic")),
        bool(item.get("durable")),
        bool(item.get("auto_delete")),
        bool(item.get("exclusive")),
        item.get("arguments") or {},
        item.get("effective_policy_definition") or {},
        tuple(str(name) for name in names if name),
        item.get("messages_ready"),
        item.get("messages_unacknowledged"),
        item.get("consumers"),
    )
