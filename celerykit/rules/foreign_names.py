"""Names in a configuration that are no settings of Celery's: other people's, and things that are said elsewhere."""

from __future__ import annotations

__all__ = ["elsewhere", "is_of_a_transport", "is_removed", "is_third_party"]

# What extensions of Celery read from its configuration.
_THIRD_PARTIES = (
    "beat_dburi",
    "beat_engine_options",
    "beat_schema",
    "beatx_",
    "celery_once",
    "django_celery_",
    "flower_",
    "mongodb_scheduler_",
    "once",
    "redbeat_",
    "singleton_",
    "task_tenant_cache_seconds",
)
_FAMILIES = (
    "",
    "task_",
    "worker_",
    "broker_",
    "beat_",
    "result_",
    "celery_",
    "celeryd_",
    "celerybeat_",
    "task_default_",
)
_OF_A_TASK = "set it on the task, as no setting does: @app.task({0}=…)"
_OF_THE_COMMAND = "say it on the command line: celery worker --{0}=…"
_REMOVED = "delete it: it means nothing since Celery 4.0"
_ELSEWHERE = {
    "autoretry_for": _OF_A_TASK,
    "autoscale": _OF_THE_COMMAND,
    "default_retry_delay": _OF_A_TASK,
    "expires": _OF_A_TASK,
    "log_level": "say it on the command line: celery worker --loglevel=…",
    "loglevel": _OF_THE_COMMAND,
    "max_retries": _OF_A_TASK,
    "retry_backoff": _OF_A_TASK,
    "retry_backoff_max": _OF_A_TASK,
    "retry_jitter": _OF_A_TASK,
    "retry_kwargs": _OF_A_TASK,
}
# Options of transports, of which another rule speaks.
_TRANSPORT_OPTIONS = frozenset({
    "fanout_patterns", "fanout_prefix", "global_keyprefix", "master_name", "predefined_queues", "priority_steps",
    "queue_order_strategy", "visibility_timeout",
})  # fmt: skip
# Settings of Celery 3 that have no successor.
_GONE = frozenset({
    "celery_chord_propagates", "celery_send_task_error_emails", "celery_task_error_emails",
    "celery_task_error_whitelist", "celery_task_send_error_emails", "celeryd_eta_scheduler",
    "celeryd_eta_scheduler_precision", "celeryd_force_execv", "celerymon_log_format", "chord_propagates",
    "force_execv", "send_error_emails", "send_task_error_emails", "task_error_whitelist", "task_send_error_emails",
})  # fmt: skip


def is_third_party(name: str) -> bool:
    """Whether an extension of Celery reads that name."""
    return name.lower().startswith(_THIRD_PARTIES)


def is_of_a_transport(name: str) -> bool:
    """Whether it is an option of a transport. name: lower case, without namespace."""
    return name.removeprefix("celery_").removeprefix("broker_") in _TRANSPORT_OPTIONS


def is_removed(name: str) -> bool:
    """Whether Celery read that name once. name: lower case, without namespace."""
    return name in _GONE


def elsewhere(name: str) -> str | None:
    """Where that is said which no setting says: a cure; None for other names. name: lower case, without namespace."""
    if is_removed(name):
        return _REMOVED
    for family in _FAMILIES:
        tail = name.removeprefix(family)
        if name.startswith(family) and tail in _ELSEWHERE:
            return _ELSEWHERE[tail].format(tail)
    return None
