"""An app with the configuration of the program, and nothing else of it: what a live check speaks through."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from celerykit.live.settings import plain, setting
from celerykit.live.system import System, protocol
from celerykit.project import Opaque, Value

if TYPE_CHECKING:
    from celery import Celery

__all__ = ["app", "app_settings", "own_serializers"]

# Seconds: kombu waits for a message on Redis by a command that answers after one (brpop_timeout).
_LONGEST_WAIT = 1.5
# They name what only the program itself has.
_LEFT_OUT = frozenset(
    {
        "beat_schedule",
        "beat_scheduler",
        "imports",
        "include",
        "task_annotations",
        "task_queues",
        "task_routes",
        "worker_pool",
    }
)
# They name serializers, which a program may register itself.
_SERIALIZERS = ("accept_content", "event_serializer", "result_accept_content", "result_serializer", "task_serializer")
# What answers and events come to here goes with the doctor, whatever the program's own queues are. Celery 5.7 has them
# exclusive by default, and refuses one that is durable too, as programs for older ones made them.
_OWN_QUEUES = {
    "control_queue_durable": False,
    "control_queue_exclusive": True,
    "event_queue_durable": False,
    "event_queue_exclusive": True,
}


def app(system: System) -> Celery:
    """The app. It imports nothing of the program. Raises NotChecked where the broker's URL is not known."""
    from celery import Celery

    setting(system.project, "broker_url")
    made: Any = Celery("celerykit-doctor", set_as_current=False, fixups=set())
    made.config_from_object(app_settings(system))
    system.closing.callback(_close, made)
    return made


def own_serializers(system: System) -> tuple[str, ...]:
    """The serializers that only the program itself has, as it registers them: nothing in them is read here."""
    return tuple(dict.fromkeys(name for setting in _SERIALIZERS for name in _unknown(system.project.config[setting])))


def _unknown(value: Value) -> list[str]:
    from kombu.serialization import registry

    untyped: Any = registry
    given = plain(value) or ()
    names = [given] if isinstance(given, str) else [name for name in given if isinstance(name, str)]
    return [name for name in names if name not in {*untyped.name_to_type, *untyped.type_to_name}]


def _close(made: Any) -> None:
    from kombu import pools

    made.pool.force_close_all()
    # kombu keeps pools by URL for as long as the process lives: the next app would be handed the closed one.
    for group in (pools.producers, pools.connections):
        with suppress(KeyError):
            del group[made.connection_for_write()]


def app_settings(system: System) -> dict[str, Any]:
    """The settings of that app: what is known of the program's, with the doctor's patience. Secrets and all."""
    return _settings(system) | _patience(system) | _OWN_QUEUES


def _settings(system: System) -> dict[str, Any]:
    found = {}
    for entry in system.project.config.in_force():
        value = entry.value
        if entry.setting in _SERIALIZERS and _unknown(value):
            continue
        if entry.setting and entry.setting not in _LEFT_OUT and value.known and not isinstance(value.value, Opaque):
            found[entry.setting] = plain(value)
    return found


def _patience(system: System) -> dict[str, Any]:
    """Nobody waits longer for a server than the doctor may."""
    project, limit = system.project, system.limit
    spoken = protocol(str(setting(project, "broker_url") or ""))
    found: dict[str, Any] = {"broker_connection_timeout": limit, "broker_connection_retry": False}
    # Of options that are known in part only, that part.
    given = plain(project.config["broker_transport_options"])
    options = dict(given) if isinstance(given, Mapping) else {}
    if spoken == "redis":
        found["broker_transport_options"] = options | {
            "socket_connect_timeout": limit,
            "socket_timeout": max(limit, _LONGEST_WAIT),
            "retry_on_timeout": False,
        }
    elif spoken == "amqp":
        found["broker_transport_options"] = options | {"read_timeout": limit, "write_timeout": limit}
    return found | {
        "redis_socket_timeout": limit,
        "redis_socket_connect_timeout": limit,
        "redis_retry_on_timeout": False,
        "result_backend_always_retry": False,
        "mongodb_backend_settings": _patience_of_mongodb(system),
        # To open the store would make its tables (celery/backends/database/__init__.py).
        "database_create_tables_at_setup": False,
    }


def _patience_of_mongodb(system: System) -> dict[str, Any]:
    """What is set, with limits in place of the driver's own, of which one is 30 s."""
    given = plain(system.project.config["mongodb_backend_settings"])
    milliseconds = int(system.limit * 1000)
    limits = ("serverSelectionTimeoutMS", "connectTimeoutMS", "socketTimeoutMS")
    return (dict(given) if isinstance(given, Mapping) else {}) | dict.fromkeys(limits, milliseconds)
