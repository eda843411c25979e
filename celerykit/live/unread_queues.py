"""Queues of the virtual host that hold messages, that nobody reads, and that the configuration does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.declarations import declarations
from celerykit.live.management import Management, management
from celerykit.live.queue_depths import queue_names
from celerykit.live.rabbitmq import RabbitMq, rabbitmq
from celerykit.live.rabbitmq_queues import Kept, listed
from celerykit.live.system import System
from celerykit.rules.consumers import reads
from celerykit.rules.queues import in_use

__all__ = ["Unread", "unread_queues"]

_MOST = 20  # queues, and exchanges for what is dropped, that are asked for one by one
# Remote control, events, delayed tasks (kombu/transport/native_delayed_delivery.py), results for callers (rpc://).
_CELERYS_OWN = re.compile(
    r".*\.pidbox|celeryev.*|celery_delayed_\d+|amq\.gen-.*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Unread:
    """ready: messages that wait in it. like_tasks: it is bound as Celery binds queues of tasks."""

    name: str
    ready: int
    like_tasks: bool


def unread_queues(system: System) -> tuple[Unread, ...]:
    """Of 20 at most. Raises NotChecked where nobody lists the queues, or those of the configuration are not known."""
    server = system.once(rabbitmq)
    if server is None:
        return ()
    interface, queues = system.once(management), system.once(listed).queues
    known = _known(system)
    left = [
        queue for queue in queues.values() if queue.ready and not queue.consumers and _is_strange(queue.name, known)
    ]
    kept_on_purpose = _for_what_is_dropped(interface, queues.values()) if left else set()
    doubtful = [queue for queue in left if queue.name not in kept_on_purpose and not _waits_on_purpose(queue)]
    return tuple(_unread(system, server, interface, sorted(doubtful, key=lambda queue: -(queue.ready or 0))[:_MOST]))


def _unread(system: System, server: RabbitMq, interface: Management, queues: list[Kept]) -> Iterator[Unread]:
    for queue in queues:
        # The interface is some seconds late; AMQP is not.
        counts = server.queue(queue.name)
        if counts and counts[0] and not counts[1]:
            yield Unread(queue.name, counts[0], _is_bound_as_tasks_are(system, interface, queue.name))


def _known(system: System) -> frozenset[str]:
    """The queues that the configuration, its programs and its workers name."""
    project = system.project
    if not in_use(project).complete:
        raise NotChecked("the queues of the configuration are not known")
    of_workers = (reads(project, worker) or () for worker in project.deployment.workers)
    return frozenset(queue_names(system)).union(*of_workers)


def _is_strange(name: str, known: frozenset[str]) -> bool:
    return name not in known and not _CELERYS_OWN.fullmatch(name)


def _waits_on_purpose(queue: Kept) -> bool:
    """A stream keeps what was read; a queue of delays has what waits long enough go on to an exchange."""
    is_late = "x-message-ttl" in queue.arguments or "message-ttl" in queue.policy
    return queue.type == "stream" or (is_late and bool(_dropped_to(queue)))


def _for_what_is_dropped(interface: Management, queues: Iterable[Kept]) -> set[str]:
    """The queues that dead letters go to: those wait for somebody to look."""
    exchanges = sorted({name for queue in queues for name in _dropped_to(queue)} - {""})
    bound = (
        interface.get("exchanges", interface.virtual_host, name, "bindings", "source") for name in exchanges[:_MOST]
    )
    keys = {
        str(key)
        for queue in queues
        for key in (queue.arguments.get("x-dead-letter-routing-key"), queue.policy.get("dead-letter-routing-key"))
        if key
    }
    return keys | {str(one["destination"]) for found in bound for one in found or ()}


def _dropped_to(queue: Kept) -> list[str]:
    names = (queue.arguments.get("x-dead-letter-exchange"), queue.policy.get("dead-letter-exchange"))
    return [str(name) for name in names if name is not None]


def _is_bound_as_tasks_are(system: System, interface: Management, name: str) -> bool:
    """Whether it is bound to an exchange of the configuration, or to one of its own name, as Celery makes queues."""
    ours = {one.exchange.name for one in system.once(declarations) if one.exchange}
    bindings = interface.get("queues", interface.virtual_host, name, "bindings") or ()
    return any(one.get("source") in {*ours, name} for one in bindings)
