"""How results go when their time is over: by themselves, or by celery.backend_cleanup, which beat sends each night."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.project import Project, State, Value
from celerykit.rules.options import key
from celerykit.rules.stores import Store, backend, keeps_results, kind_of, store_of
from celerykit.values.durations import seconds

__all__ = ["CLEANUP", "beat_is_seen", "kept_in", "length", "scheduled_cleanups", "sends_cleanup"]

CLEANUP = "celery.backend_cleanup"  # celery/app/builtins.py
_BEAT_SETTINGS = ("beat_schedule", "beat_scheduler", "beat_dburi", "beat_max_loop_interval", "beat_schedule_filename")


def length(value: Value) -> float | None:
    """A time to live in seconds, 0 for None; None where it cannot be known."""
    if not value.decided:
        return None
    try:
        return seconds(value.value) if value.value is not None else 0
    except ValueError:
        return None


def kept_in(project: Project) -> Store | None:
    """Where results are kept, if they are known to be, outside of tests."""
    eager = project.config["task_always_eager"]
    if project.tests or not eager.decided or eager.value or not keeps_results(project):
        return None
    return store_of(project)


def sends_cleanup(project: Project) -> bool:
    """Whether a beat of this program is known to put the cleaning task on its schedule.

    celery/beat.py, install_default_entries: where results have a time to live, and the backend does not see to it,
    be there a backend or not.
    """
    store, expires = store_of(project), length(project.config["result_expires"])
    sees_to_it = store is not None and store.expiry == "itself" and kind_of(backend(project)) != "django-cache"
    return store is not None and not sees_to_it and bool(expires)


def beat_is_seen(project: Project) -> bool:
    """Whether something shows that beat is run: a command, a schedule, its Django app."""
    deployed = project.deployment
    if deployed.of("beat") or any("beat" in worker.options for worker in deployed.workers) or project.periodic:
        return True
    apps = project.django["INSTALLED_APPS"] if project.django else None
    scheduled = apps is not None and (apps.unknown or "django_celery_beat" in _texts(apps))
    return scheduled or any(project.config.written(name) for name in _BEAT_SETTINGS)


def scheduled_cleanups(project: Project) -> Iterator[Value]:
    """The places where the program itself has the cleaning task sent, as values that have a place."""
    schedule = project.config["beat_schedule"]
    for entry in schedule.keys.values():
        task = key(entry, "task")
        if task and task.known and task.value == CLEANUP:
            yield task
    sent = [one.place for one in project.periodic if one.task == CLEANUP]
    sent += [call.place for call in project.calls if call.task == CLEANUP]
    yield from (Value(State.KNOWN, CLEANUP, place) for place in sent)


def _texts(value: Value) -> list[str]:
    return [text for text in value.value if isinstance(text, str)] if isinstance(value.value, (list, tuple)) else []
