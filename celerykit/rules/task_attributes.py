"""The attributes of a task that Celery reads, and what somebody meant who wrote another."""

from __future__ import annotations

__all__ = ["ATTRIBUTES", "meant"]

# celery/app/task.py, Task: its public attributes and methods, those it takes from the configuration, and the options
# of messages; celery/app/base.py, Celery.task and _task_from_fun; celery/app/autoretry.py; celery/contrib.
ATTRIBUTES = frozenset({
    "AsyncResult", "MaxRetriesExceededError", "OperationalError", "Request", "Strategy", "abstract", "acks_late",
    "acks_on_failure", "acks_on_failure_or_timeout", "acks_on_timeout", "add_around", "add_to_chord", "add_trail",
    "after_return", "annotate", "app", "apply", "apply_async", "autoretry_for", "backend", "base", "before_start",
    "bind", "chunks", "compression", "default_retry_delay", "delay", "delivery_mode", "dont_autoretry_for", "exchange",
    "exchange_type", "expires", "filter", "from_config", "fun", "ignore_result", "immediate", "lazy", "mandatory",
    "map", "max_retries", "name", "on_bound", "on_error", "on_failure", "on_replace", "on_retry", "on_success",
    "options", "pop_request", "priority", "pydantic", "pydantic_context", "pydantic_dump_kwargs", "pydantic_strict",
    "push_request", "queue",
    "rate_limit", "reject_on_worker_lost", "replace", "request", "request_stack", "resultrepr_maxsize", "retry",
    "retry_backoff", "retry_backoff_max", "retry_jitter", "retry_kwargs", "retry_on_worker_lost", "routing_key", "run",
    "s", "send_event", "send_events", "serializer", "shadow_name", "shared", "si", "signature",
    "signature_from_request", "soft_time_limit", "starmap", "start_strategy", "store_eager_result",
    "store_errors_even_if_ignored", "subtask", "subtask_from_request", "throws", "time_limit", "track_started",
    "trail", "typing", "update_state",
})  # fmt: skip
# Names that no likeness leads to. Of those in _ANOTHERS a base class of the project's own may well read one.
_SAID_OTHERWISE = {
    "auto_retry": "autoretry_for",
    "auto_retry_for": "autoretry_for",
    "autoretry": "autoretry_for",
    "hard_time_limit": "time_limit",
    "hard_timeout": "time_limit",
    "max_retry": "max_retries",
    "max_retry_count": "max_retries",
    "retry_backoff_factor": "retry_backoff",
    "retry_max": "max_retries",
    "soft_limit": "soft_time_limit",
    "soft_timeout": "soft_time_limit",
}
_ANOTHERS = {
    "retries": "max_retries",
    "retry_count": "max_retries",
    "retry_delay": "default_retry_delay",
    "timeout": "time_limit",
}
_ALIKE = 0.86


def meant(name: str, *, certain: bool) -> str | None:
    """The attribute meant by a name that is none; None where none is near enough to be sure.

    certain: nothing but Celery reads the attributes of this task: then other words for the same thing count, too.
    """
    bare = name.removeprefix("task_")
    if bare in ATTRIBUTES:
        return bare
    if bare in _SAID_OTHERWISE or (certain and bare in _ANOTHERS):
        return _SAID_OTHERWISE.get(bare) or _ANOTHERS[bare]
    import difflib

    plain = {attribute.replace("_", ""): attribute for attribute in ATTRIBUTES if len(attribute) > _SHORT}
    if bare.replace("_", "").lower() in plain:
        return plain[bare.replace("_", "").lower()]
    near = difflib.get_close_matches(bare, plain.values(), n=1, cutoff=_ALIKE)
    return near[0] if near else None


# Shorter ones are alike by chance.
_SHORT = 6
