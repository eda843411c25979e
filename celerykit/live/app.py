"""An app with the configuration of the program, and nothing else of it: what a live check speaks through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from celerykit.live.settings import plain, setting
from celerykit.live.system import System
from celerykit.project import Opaque

if TYPE_CHECKING:
    from celery import Celery

__all__ = ["app"]

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
    made.config_from_object(_settings(system) | _patience(system))
    system.closing.callback(lambda: made.pool.force_close_all())
    return made


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
    if url.startswith(("redis", "sentinel")):
        options = dict(setting(project, "broker_transport_options") or {})
        found["broker_transport_options"] = options | {
            "socket_connect_timeout": limit,
            "socket_timeout": limit,
            "retry_on_timeout": False,
        }
    elif url.startswith(("amqp", "pyamqp")):
        options = dict(setting(project, "broker_transport_options") or {})
        found["broker_transport_options"] = options | {"read_timeout": limit, "write_timeout": limit}
    return found | {
        "redis_socket_timeout": limit,
        "redis_socket_connect_timeout": limit,
        "redis_retry_on_timeout": False,
    }
