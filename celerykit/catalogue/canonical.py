"""The one form of each value that the typed models return unchanged."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Any

from celerykit.catalogue import forms, keys
from celerykit.catalogue.setting import Setting

__all__ = ["holds"]

_PLAIN = (str, bytes, int, float, list, tuple, dict, set, frozenset, type(None))


def holds(setting: Setting, value: object) -> bool:
    """Whether the model of the setting's family would return this very value.

    May be False for a value that the model returns unchanged (then somebody asks the model), never True for another.
    """
    if value is None:
        return setting.optional
    check = _CHECKS.get(setting.kind)
    return check(setting, value) if check else setting.kind == "any"


def _bool(_: Setting, value: Any) -> bool:
    return type(value) is bool


def _whole(setting: Setting, value: Any) -> bool:
    if type(value) is not int or (setting.choices and str(value) not in setting.choices):
        return False
    return setting.minimum is None or value >= setting.minimum


def _number(setting: Setting, value: Any) -> bool:
    if type(value) is float and math.isnan(value):
        return False
    return isinstance(value, (int, float)) and type(value) is not bool and value >= (setting.minimum or 0)


def _seconds(_: Setting, value: Any) -> bool:
    if type(value) is int:
        return value >= 0
    return type(value) is float and 0 <= value < math.inf and value != int(value)


def _text(setting: Setting, value: Any) -> bool:
    return type(value) is str and (not setting.choices or value in setting.choices)


def _import_path(setting: Setting, value: Any) -> bool:
    if type(value) is not str or value in setting.choices:
        return type(value) is str
    return forms.is_import_path(value) and not (setting.choices and value.isidentifier())


def _callable(setting: Setting, value: Any) -> bool:
    return _text(setting, value) if setting.choices else _import_path(setting, value)


def _broker_urls(_: Setting, value: Any) -> bool:
    urls = value if type(value) is list and value else [value]
    return all(type(url) is str and forms.broker_url_problem(url) is None for url in urls)


def _backend(_: Setting, value: Any) -> bool:
    return type(value) is str and forms.backend_problem(value) is None


def _texts(_: Setting, value: Any) -> bool:
    return type(value) in (list, tuple) and all(type(item) is str for item in value)


def _serializer(_: Setting, value: Any) -> bool:
    return type(value) is str and forms.is_serializer(value)


def _serializers(setting: Setting, value: Any) -> bool:
    if not _texts(setting, value) or not value:
        return False
    return all(forms.is_content_type(item) or forms.is_serializer(item) for item in value)


def _compression(_: Setting, value: Any) -> bool:
    return type(value) is str and value in forms.COMPRESSIONS


def _time_zone(_: Setting, value: Any) -> bool:
    return type(value) is str and forms.is_time_zone(value)


def _rate(_: Setting, value: Any) -> bool:
    if type(value) is str:
        return forms.is_rate(value)
    return type(value) in (int, float) and 0 <= value < math.inf


def _concurrency(setting: Setting, value: Any) -> bool:
    return value == "auto" if type(value) is str else _whole(setting, value)


def _priority(_: Setting, value: Any) -> bool:
    return type(value) is int and 0 <= value <= 255


def _delivery_mode(setting: Setting, value: Any) -> bool:
    return (type(value) is int and value in (1, 2)) or (type(value) is str and value in setting.choices)


def _log_level(_: Setting, value: Any) -> bool:
    return (type(value) is int and value >= 0) or (type(value) is str and value.upper() in forms.LOG_LEVELS)


def _mapping(_: Setting, value: Any) -> bool:
    return type(value) is dict and all(type(key) is str for key in value)


def _engine(_: Setting, value: Any) -> bool:
    return _known(value, keys.ENGINE)


def _retry_policy(_: Setting, value: Any) -> bool:
    if not _known(value, keys.RETRY_POLICY):
        return False
    retries = value.get("max_retries")
    pauses = (value[key] for key in value if key.startswith("interval_"))
    return (retries is None or (type(retries) is int and retries >= 0)) and all(_pause(pause) for pause in pauses)


def _pause(value: Any) -> bool:
    return _seconds(_ANY, value)


def _ssl(setting: Setting, value: Any) -> bool:
    if type(value) is bool:
        return setting.name == "broker_use_ssl" or not value
    known = keys.SSL_REDIS if setting.name == "redis_backend_use_ssl" else keys.SSL_REDIS | keys.SSL_AMQP
    if not _known(value, known):
        return False
    # A model turns names such as "required" into the constants of the ssl module.
    constants = (value[key] for key in keys.SSL_CONSTANTS if key in value)
    flags = (value[key] for key in keys.SSL_FLAGS if key in value)
    return all(type(item).__name__ == "VerifyMode" for item in constants) and all(type(item) is bool for item in flags)


def _routes(_: Setting, value: Any) -> bool:
    if not _mapping(_, value):
        return False
    return all(not key.startswith("re:") and _target(target) for key, target in value.items())


def _target(value: Any) -> bool:
    return (type(value) is str and bool(value)) or _known(value, keys.ROUTE)


def _annotations(_: Setting, value: Any) -> bool:
    return _mapping(_, value) and all(_attributes(attributes) for attributes in value.values())


def _attributes(value: Any) -> bool:
    if not _known(value, keys.ANNOTATION):
        return False
    limits = (value[key] for key in ("time_limit", "soft_time_limit") if value.get(key) is not None)
    rate = value.get("rate_limit")
    return (rate is None or _rate(_ANY, rate)) and all(_pause(limit) for limit in limits)


def _queues(_: Setting, value: Any) -> bool:
    if type(value) is dict:
        return all(type(name) is str and _known(options, keys.QUEUE) for name, options in value.items())
    return type(value) is list and not any(isinstance(item, _PLAIN) for item in value)


def _schedule(_: Setting, value: Any) -> bool:
    return _mapping(_, value) and all(_entry(entry) for entry in value.values())


def _entry(value: Any) -> bool:
    if not _known(value, keys.SCHEDULE_ENTRY):
        return False
    return (
        type(value.get("task")) is str
        and bool(value["task"])
        and _when(value.get("schedule"))
        and type(value.get("args", ())) in (list, tuple)
        and all(type(value.get(key, {})) is dict for key in ("kwargs", "options"))
        and type(value.get("relative", False)) is bool
    )


def _when(value: Any) -> bool:
    if isinstance(value, timedelta):
        return value.total_seconds() > 0
    if isinstance(value, _PLAIN):
        return _pause(value) and value != 0
    return callable(getattr(value, "is_due", None))


def _known(value: Any, known: AbstractSet[str]) -> bool:
    return type(value) is dict and value.keys() <= known


_ANY = Setting("", "any", None, "")

_CHECKS: Mapping[str, Callable[[Setting, Any], bool]] = {
    "bool": _bool,
    "int": _whole,
    "number": _number,
    "seconds": _seconds,
    "string": _text,
    "strings": _texts,
    "bytes": lambda _, value: type(value) is bytes,
    "path": _text,
    "import-path": _import_path,
    "callable": _callable,
    "mapping": _mapping,
    "url": _text,
    "urls": _broker_urls,
    "backend-url": _backend,
    "serializer": _serializer,
    "serializers": _serializers,
    "compression": _compression,
    "timezone": _time_zone,
    "rate-limit": _rate,
    "concurrency": _concurrency,
    "priority": _priority,
    "delivery-mode": _delivery_mode,
    "log-level": _log_level,
    "schedule": _schedule,
    "routes": _routes,
    "annotations": _annotations,
    "queues": _queues,
    "transport-options": _mapping,
    "backend-options": _mapping,
    "engine-options": _engine,
    "retry-policy": _retry_policy,
    "ssl": _ssl,
}
