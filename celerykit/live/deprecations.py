"""What RabbitMQ calls deprecated, and programs on Celery bring to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.live.enumerations import few
from celerykit.live.management import management
from celerykit.live.queue_depths import queue_names
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.rabbitmq_queues import listed
from celerykit.live.system import System

__all__ = ["Deprecation", "deprecations"]

_TELLS_ITSELF = (3, 13)  # rabbitmq.com/docs/deprecated-features
_TRANSIENT, _MIRRORED, _GLOBAL = "transient_nonexcl_queues", "classic_queue_mirroring", "global_qos"
# kombu asks RabbitMQ 4 for the prefetch count of each consumer (kombu/transport/pyamqp.py, qos_semantics_matches_spec).
_KOMBU = (5, 7)


@dataclass(frozen=True, slots=True)
class Deprecation:
    """feature: RabbitMQ's name of it. what: who uses it. cure: how to leave it. told: RabbitMQ itself says so."""

    feature: str
    what: str
    cure: str
    told: bool


def deprecations(system: System) -> tuple[Deprecation, ...]:
    """Those in use: told by RabbitMQ itself from 3.13 on, seen in its queues before.

    Raises NotChecked where there is no management interface.
    """
    server = system.once(rabbitmq)
    if server is None or server.product != "RabbitMQ":
        return ()
    told = server.at_least(*_TELLS_ITSELF)
    if told:
        used = {str(one.get("name")) for one in system.once(management).get("deprecated-features", "used") or ()}
    else:
        used = {_TRANSIENT, _MIRRORED}
    return tuple(_found(system, used, told=told))


def _found(system: System, used: set[str], *, told: bool) -> Iterator[Deprecation]:
    queues = tuple(system.once(listed).queues.values())
    if _TRANSIENT in used:
        plain = [queue.name for queue in queues if not queue.durable and not queue.exclusive]
        names = [name for name in plain if told or _is_ours(system, name)]
        if names or told:
            yield Deprecation(_TRANSIENT, _words(names, "neither durable nor exclusive"), _CURE_TRANSIENT, told)
    if _MIRRORED in used:
        names = [queue.name for queue in queues if "ha-mode" in queue.policy]
        if names or told:
            yield Deprecation(_MIRRORED, _words(names, "mirrored by a policy (ha-mode)"), _CURE_MIRRORED, told)
    if _GLOBAL in used and _kombu() < _KOMBU:
        yield Deprecation(_GLOBAL, "workers ask for a global prefetch count", "upgrade to kombu 5.7", told)


_CURE_TRANSIENT = "set control_queue_exclusive and event_queue_exclusive (Celery 5.6), take durable=False from queues"
_CURE_MIRRORED = 'use quorum queues (task_default_queue_type = "quorum"), and take ha-mode from the policies'


def _is_ours(system: System, name: str) -> bool:
    """Whether Celery made the queue: for remote control, for events, or as the configuration says."""
    return name.endswith(".pidbox") or name.startswith("celeryev") or name in queue_names(system)


def _words(names: list[str], what: str) -> str:
    if not names:
        return f"queues are {what}"
    return f"{few(names)} {'is' if len(names) == 1 else 'are'} {what}"


def _kombu() -> tuple[int, ...]:
    import kombu

    return tuple(kombu.VERSION[:2])
