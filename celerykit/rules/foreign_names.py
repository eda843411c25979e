"""Names in a configuration that are no settings of Celery's: other people's, and things that are said elsewhere."""

from __future__ import annotations

__all__ = ["elsewhere", "is_third_party"]

# What extensions of Celery read from its configuration.
_THIRD_PARTIES = (
    "beat_dburi",
    "beat_schema",
    "celery_once",
    "django_celery_",
    "flower_",
    "mongodb_scheduler_",
    "once",
    "redbeat_",
    "singleton_",
)
_FAMILIES = ("", "task_", "worker_", "celery_", "celeryd_")
_OF_A_TASK = "set it on the task, as no setting does: @app.task({0}=…)"
_OF_THE_TRANSPORT = 'it is an option of the transport: broker_transport_options = {{"{0}": …}}'
_OF_THE_COMMAND = "say it on the command line: celery worker --loglevel=…"
_REMOVED = "delete it: Celery 4.0 removed error mails"
_ELSEWHERE = {
    "default_retry_delay": _OF_A_TASK,
    "global_keyprefix": _OF_THE_TRANSPORT,
    "log_level": _OF_THE_COMMAND,
    "loglevel": _OF_THE_COMMAND,
    "master_name": _OF_THE_TRANSPORT,
    "max_retries": _OF_A_TASK,
    "priority_steps": _OF_THE_TRANSPORT,
    "send_error_emails": _REMOVED,
    "send_task_error_emails": _REMOVED,
    "visibility_timeout": _OF_THE_TRANSPORT,
}


def is_third_party(name: str) -> bool:
    """Whether an extension of Celery reads that name."""
    return name.lower().startswith(_THIRD_PARTIES)


def elsewhere(name: str) -> str | None:
    """Where that is said which no setting says: a cure; None for other names. name: lower case, without namespace."""
    for family in _FAMILIES:
        tail = name.removeprefix(family)
        if name.startswith(family) and tail in _ELSEWHERE:
            return _ELSEWHERE[tail].format(tail)
    return None
