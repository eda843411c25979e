"""A Celery app as it is in this process, in the words of a project: all that is known of it is in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import celery

from celerykit.catalogue import SETTINGS, VARIABLES, defaults
from celerykit.project import Config, Entry, Project, Task, Value
from celerykit.reading.loaded_values import loaded_value, opaque
from celerykit.values.places import Source
from celerykit.values.secrets import is_secret_name, shown

if TYPE_CHECKING:
    from celery import Celery

__all__ = ["project_of"]

_SOURCE = Source("program", "the running app")
# What a task takes from a setting where it says nothing of its own (celery/app/task.py, Task.from_config).
_OPTIONS = (
    "acks_late", "acks_on_failure_or_timeout", "ignore_result", "priority", "rate_limit", "reject_on_worker_lost",
    "serializer", "soft_time_limit", "store_eager_result", "store_errors_even_if_ignored", "time_limit",
    "track_started",
)  # fmt: skip
# Of these, the default is the class's own.
_OWN = ("default_retry_delay", "max_retries")
_DEPTH = 12


def project_of(app: Celery) -> Project:
    """What is in force in an app whose configuration has been loaded, and the tasks that are registered with it.

    Nothing has a place; calls, and how the program is run, are not known.
    """
    # The first look makes Celery read its configuration; until then `conf` is a stand-in.
    app.conf.get("broker_url")
    subject = f"app {app.main or 'without a name'}"
    entries = tuple(_entries(app))
    version = tuple(int(part) for part in celery.__version__.split(".")[:2])
    config = Config(entries, "", True, defaults(version), subject, loaded=True)
    tasks = tuple(_task(task, app) for name, task in sorted(app.tasks.items()) if not name.startswith("celery."))
    modules = frozenset(task.module for task in tasks)
    return Project(
        config=config,
        app=app.main or "",
        tasks=tasks,
        tasks_complete=True,
        imported=modules,
        celery=celery.__version__,
    )


def _entries(app: Celery) -> Iterator[Entry]:
    """The settings that somebody set: what the last map of the configuration, that of the defaults, has not."""
    written = app.conf.maps[:-1]
    for name in SETTINGS:
        keys = [app.conf._key(key) for key in app.conf._to_keys(name)]
        if any(key in mapping for mapping in written for key in keys):
            # As an attribute: the environment's URLs beat what the configuration has (celery/app/utils.py, Settings).
            yield Entry(name, name, _value(getattr(app.conf, name), secret=SETTINGS[name].secret), None, "loaded")
        elif name in VARIABLES.values() and getattr(app.conf, name):
            yield Entry(name, name, _value(getattr(app.conf, name), secret=False), None, "loaded")


def _task(task: Any, app: Celery) -> Task:
    options = {}
    for name in _OPTIONS:
        own = getattr(task, name, None)
        if own is not None and own != app.conf.get(f"task_{name}"):
            options[name] = _value(own, secret=False)
    for name in _OWN:
        if getattr(task, name, None) != getattr(celery.Task, name):
            options[name] = _value(getattr(task, name), secret=False)
    return Task(task.name, task.__name__, task.__module__, None, options)


def _value(found: object, *, secret: bool) -> Value:
    return loaded_value(_plain(found, secret), _SOURCE, secret=secret, text=shown(found, secret=secret))


def _plain(found: object, secret: bool, depth: int = 0) -> object:
    """What is left of a value without what only a running process has; such an object is an `Opaque`."""
    import datetime

    if depth < _DEPTH and isinstance(found, dict):
        return {key: _plain(part, secret or is_secret_name(str(key)), depth + 1) for key, part in found.items()}
    if depth < _DEPTH and isinstance(found, (list, tuple)):
        items = [_plain(part, secret, depth + 1) for part in found]
        return tuple(items) if type(found) is tuple else items
    if found is None or isinstance(found, (bool, int, float, str, bytes, set, frozenset, datetime.timedelta)):
        return found
    if isinstance(found, type) or callable(found):
        return opaque("type" if isinstance(found, type) else "function", shown(found, secret=secret))
    return opaque(f"{type(found).__module__}.{type(found).__qualname__}", shown(found, secret=secret))
