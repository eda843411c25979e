"""Whether a value is one that Celery can use for a setting, as it stands.

Two questions, with two answers. `problem` judges what somebody wrote by hand: it speaks only where Celery 5.7 fails or
does something else than was meant, so that whatever works stays unblamed. `holds` asks whether a value already has the
one form that the typed models would give it, so that they need not be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from celerykit.catalogue.canonical import holds
from celerykit.catalogue.forms import LOG_LEVELS, is_rate
from celerykit.catalogue.setting import Setting

__all__ = ["holds", "problem"]

# Where Celery, or the library that it hands the value to, turns a text such as "4" into a number.
_CONVERTED = frozenset(
    {
        "broker_port",  # becomes text again in host:port
        "cassandra_port",
        "gcs_threadpool_maxsize",
        "gcs_ttl",
        "redis_db",
        "redis_port",
        "redis_socket_connect_timeout",
        "redis_socket_timeout",
        "result_chord_expires",  # by the Redis backend; the database's cleanup fails on a text
        "result_expires",
        "result_failure_expires",
        "worker_concurrency",
        "worker_prefetch_multiplier",
    }
)

# Where None raises: Celery iterates it, looks something up in it, or counts with it.
_NEVER_NONE = frozenset(
    {
        "accept_content",
        "beat_schedule",
        "broker_transport_options",
        "imports",
        "include",
        "result_backend_transport_options",
        "task_protocol",
        "worker_prefetch_multiplier",
    }
)

_NUMBERS = frozenset({"int", "number", "seconds", "concurrency", "priority", "delivery-mode"})
_MAPPINGS = frozenset({"mapping", "transport-options", "backend-options", "retry-policy", "schedule"})
_TEXTS = frozenset({"string", "path", "url", "backend-url", "serializer", "compression", "import-path", "callable"})

_NAMES = {
    bool: "a boolean",
    bytes: "bytes",
    dict: "a mapping",
    float: "a number",
    frozenset: "a set",
    int: "a number",
    list: "a list",
    set: "a set",
    str: "a text",
    timedelta: "a timedelta",
    tuple: "a tuple",
}


def problem(setting: Setting, value: object) -> str | None:
    """Why Celery cannot use the value as its author means it, as a short fact; None where it can, or may.

    The fact reads after the value: `"10m"` *is a text, and Celery does not convert it*. It never repeats the value.
    Objects of other than the plain types are never judged.
    """
    if value is None:
        return "is None, which Celery does not expect here" if setting.name in _NEVER_NONE else None
    if type(value) not in _NAMES:
        return None
    check = _CHECKS.get(setting.kind)
    return check(setting, value) if check else None


def _bool(_: Setting, value: object) -> str | None:
    if isinstance(value, str) and value:
        return 'is a text, and every text but "" counts as true'
    return None


def _number(setting: Setting, value: object) -> str | None:
    if isinstance(value, timedelta):
        return None if setting.timedelta else "is a timedelta, and Celery wants a number of seconds"
    if isinstance(value, str):
        return _numeric_text(setting, value)
    if not isinstance(value, (int, float)):
        return f"is {_NAMES[type(value)]}, where a number belongs"
    return _extent(setting, value)


def _numeric_text(setting: Setting, text: str) -> str | None:
    if setting.kind == "delivery-mode":
        return None if text in setting.choices else f"is not one of {', '.join(setting.choices)}, 1, 2"
    if setting.kind == "concurrency" and text.strip().lower() == "auto":
        return None
    try:
        number = float(text)
    except ValueError:
        if setting.kind == "concurrency":
            return "is not a whole number, and Celery then takes the number of processors"
        return "is a text, and Celery does not convert it"
    if setting.name in _CONVERTED:
        return _extent(setting, number)
    # Redis turns a priority into a number itself, AMQP does not: which one it is, is not known here.
    return None if setting.kind == "priority" else "is a text, and Celery does not convert it"


def _extent(setting: Setting, number: float) -> str | None:
    if setting.choices and setting.kind == "int" and str(number) not in setting.choices:
        return f"is not one of {', '.join(setting.choices)}"
    if setting.name == "worker_prefetch_multiplier":
        if number < 0:
            return "is below 0, and a worker then consumes nothing"
        return "is rounded down to 0 by Celery, which takes every message there is" if 0 < number < 1 else None
    if setting.name == "worker_max_tasks_per_child" and (type(number) is float or number < 1):
        return "is not a whole number of 1 or more, and the pool does not start"
    return None


def _text(setting: Setting, value: object) -> str | None:
    if setting.name == "worker_pool_start_method" and value not in setting.choices:
        return f"is not one of {', '.join(setting.choices)}"
    if isinstance(value, (dict, list, tuple, set, frozenset, timedelta)):
        return f"is {_NAMES[type(value)]}, where a text belongs"
    return None


def _urls(_: Setting, value: object) -> str | None:
    return None if isinstance(value, (str, list, tuple)) else f"is {_NAMES[type(value)]}, where a URL belongs"


def _strings(setting: Setting, value: object) -> str | None:
    if isinstance(value, str):
        # Celery takes one text for one module; that this fails later is what the rule include-is-string says.
        return None if setting.name in {"imports", "include"} else "is one text, where a list of texts belongs"
    return (
        None if isinstance(value, (list, tuple, set, frozenset)) else f"is {_NAMES[type(value)]}, where a list belongs"
    )


def _serializers(_: Setting, value: object) -> str | None:
    if isinstance(value, str):
        return "is one text, and Celery reads it letter by letter"
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return None
    return f"is {_NAMES[type(value)]}, where a list belongs"


def _mapping(_: Setting, value: object) -> str | None:
    return None if isinstance(value, Mapping) else f"is {_NAMES[type(value)]}, where a mapping belongs"


def _rate(_: Setting, value: object) -> str | None:
    if isinstance(value, str):
        return None if not value or _celery_reads_rate(value) else "is not a rate: Celery reads 10, 10/s, 10/m and 10/h"
    return None if isinstance(value, (int, float)) else f"is {_NAMES[type(value)]}, where a rate belongs"


def _celery_reads_rate(text: str) -> bool:
    if is_rate(text):
        return True
    number, _, unit = text.partition("/")
    try:
        float(number)
    except ValueError:
        return False
    return unit in {"", "s", "m", "h"}


def _time_zone(_: Setting, value: object) -> str | None:
    return None if isinstance(value, str) or not value else f"is {_NAMES[type(value)]}, where a time zone belongs"


def _log_level(_: Setting, value: object) -> str | None:
    if isinstance(value, str):
        return None if not value or value.upper() in LOG_LEVELS else "is not the name of a log level"
    return None if isinstance(value, int) else f"is {_NAMES[type(value)]}, where a log level belongs"


def _several(_: Setting, value: object) -> str | None:
    if isinstance(value, (int, float, bytes, timedelta)):
        return f"is {_NAMES[type(value)]}, where a mapping or a list belongs"
    return None


def _queues(setting: Setting, value: object) -> str | None:
    if isinstance(value, str) or (isinstance(value, (list, tuple)) and any(isinstance(item, str) for item in value)):
        return "holds texts, where queues belong: kombu.Queue objects, or a mapping of names to options"
    return _several(setting, value)


def _ssl(setting: Setting, value: object) -> str | None:
    if setting.name == "redis_backend_use_ssl" and value and not isinstance(value, Mapping):
        return f"is {_NAMES[type(value)]}, where a mapping of options belongs"
    return None


_CHECKS: Mapping[str, Callable[[Setting, object], str | None]] = {
    "bool": _bool,
    "urls": _urls,
    "strings": _strings,
    "serializers": _serializers,
    "rate-limit": _rate,
    "timezone": _time_zone,
    "log-level": _log_level,
    "routes": _several,
    "annotations": _several,
    "queues": _queues,
    "ssl": _ssl,
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_MAPPINGS, _mapping),
    **dict.fromkeys(_TEXTS, _text),
}
