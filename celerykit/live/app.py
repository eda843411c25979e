"""An app with the configuration of the program, and nothing else of it: what a live check speaks through."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from celerykit.live.settings import plain, setting
from celerykit.live.system import System
from celerykit.project import Opaque

if TYPE_CHECKING:
    from celery import Celery

__all__ = ["app", "app_settings"]

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


def app(system: System) -> Celery:
    """The app. It imports nothing of the program. Raises NotChecked where the broker's URL is not known."""
    from celery import Celery

    setting(system.project, "broker_url")
    made: Any = Celery("celerykit-doctor", set_as_current=False, fixups=set())
    made.config_from_object(app_settings(system))
    system.closing.callback(_close, made)
    return made


def _close(made: Any) -> None:
    from kombu import pools

    made.pool.force_close_all()
    # kombu keeps pools by URL for as long as the process lives: the next app would be handed the closed one.
    for group in (pools.producers, pools.connections):
        with suppress(KeyError):
            del group[made.connection_for_write()]


def app_settings(system: System) -> dict[str, Any]:
    """The settings of that app: what is known of the program's, with the doctor's patience. Secrets and all."""
    return _settings(system) | _patience(system)


def _settings(system: System) -> dict[str, Any]:
    found = {}
    for entry in system.project.config.in_force():
        value = entry.value
        if entry.setting and entry.setting not in _LEFT_OUT and value.known and not isinstance(value.value, Opaque):
            found[entry.setting] = plain(value)
    return found


def _patience(system: System) -> dict[str, Any]:
    """Nobody waits longer for a server than the doctor may."""
    project, limit = system.project, system.limit
    url = str(setting(project, "broker_url") or "")
    found: dict[str, Any] = {"broker_connection_timeout": limit, "broker_connection_retry": False}
    # Of options that are known in part only, that part.
    given = plain(project.config["broker_transport_options"])
    options = dict(given) if isinstance(given, Mapping) else {}
    if url.startswith(("redis", "sentinel")):
        found["broker_transport_options"] = options | {
            "socket_connect_timeout": limit,
            "socket_timeout": max(limit, _LONGEST_WAIT),
            "retry_on_timeout": False,
        }
    elif url.startswith(("amqp", "pyamqp")):
        found["broker_transport_options"] = options | {"read_timeout": limit, "write_timeout": limit}
    return found | {
        "redis_socket_timeout": limit,
        "redis_socket_connect_timeout": limit,
        "redis_retry_on_timeout": False,
        "result_backend_always_retry": False,
        # To open the store would make its tables (celery/backends/database/__init__.py).
        "database_create_tables_at_setup": False,
    }
