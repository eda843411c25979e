"""Single values, from what people write to what Celery takes.

Each function takes a value as it stands in TOML, in the environment or in code, and answers the value for Celery; or it
raises ValueError with the fact and the cure. No error repeats a value that may hold a secret.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

from celerykit.catalogue import forms
from celerykit.values.secrets import shown
from celerykit.values.suggestions import closest

__all__ = [
    "backend",
    "broker_urls",
    "compression",
    "concurrency",
    "delivery_mode",
    "failover",
    "flag",
    "import_path",
    "log_level",
    "number",
    "octets",
    "path",
    "priority",
    "rate_limit",
    "reference",
    "serializer",
    "serializers",
    "structure",
    "text",
    "texts",
    "time_zone",
    "whole",
    "worker_pool",
]

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})
_POOLS = ("prefork", "threads", "solo", "gevent", "eventlet", "processes", "custom")


def flag(value: object) -> bool:
    """True or False: of a boolean, 0 or 1, or a text such as "yes" or "off"."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(f"{shown(value)} is not a boolean: write true or false")


def whole(value: object) -> int:
    """A whole number: of an int, or a text of digits. Booleans are refused, though Python counts them as numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        if isinstance(value, str):
            return int(value)
    except ValueError:
        pass
    raise ValueError(f"{shown(value)} is not a whole number")


def number(value: object) -> int | float:
    """A number: of a number, or a text of one; "inf" is one, "nan" is not."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
        return value
    try:
        if isinstance(value, str):
            parsed = float(value)
            return int(parsed) if parsed.is_integer() else number(parsed)
    except ValueError:
        pass
    raise ValueError(f"{shown(value)} is not a number")


def text(value: object) -> str:
    """A text, as it is."""
    if isinstance(value, str):
        return value
    raise ValueError(f"is not a text, but of type {type(value).__name__}: put it in quotes")


def octets(value: object) -> bytes:
    """Bytes; a text becomes UTF-8."""
    if isinstance(value, bytes):
        return value
    return text(value).encode()


def path(value: object) -> str:
    """A path, as text."""
    return text(os.fspath(value) if isinstance(value, os.PathLike) else value)


def structure(value: object) -> object:
    """The list or mapping that a text in JSON holds; any other value, and a text that is no JSON, as it is."""
    if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
        return value
    import json

    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("begins like JSON, and is none: every name and text needs double quotes") from None


def texts(value: object) -> list[str] | tuple[str, ...]:
    """A list of texts: of a list or a tuple, a set, a JSON list, or one text, split at its commas."""
    parsed = structure(value)
    if isinstance(parsed, str):
        return [part.strip() for part in parsed.split(",") if part.strip()]
    if isinstance(parsed, (set, frozenset)):
        parsed = sorted(parsed, key=str)
    if not isinstance(parsed, (list, tuple)):
        raise ValueError(f"is not a list of texts, but of type {type(value).__name__}")
    if not all(isinstance(item, str) for item in parsed):
        raise ValueError("is a list that holds other things than texts")
    return parsed


def import_path(value: object) -> Any:
    """A path such as `module.name` or `module:name`; or the object itself."""
    if not isinstance(value, str):
        return reference(value)
    if forms.is_import_path(value):
        return value
    raise ValueError(f"{shown(value)} is not an import path: write module:name")


def reference(value: object) -> Any:
    """An import path, or an object that is no plain value: a function, a class, an instance."""
    if isinstance(value, str):
        return import_path(value)
    if value is None or isinstance(value, (bool, int, float, bytes, list, tuple, dict, set)):
        raise ValueError(f"is not an import path, but of type {type(value).__name__}: write module:name")
    return value


def worker_pool(value: object) -> Any:
    """The name of a pool, the import path of one, or its class."""
    if isinstance(value, str) and value.isidentifier() and value not in _POOLS:
        raise ValueError(_not_among(value, "a pool", _POOLS))
    return import_path(value)


def failover(value: object) -> Any:
    """The name of a strategy, or a function."""
    names = ("round-robin", "shuffle")
    if isinstance(value, str) and value not in names:
        raise ValueError(_not_among(value, "a strategy", names))
    return value if isinstance(value, str) else reference(value)


def broker_urls(value: object) -> str | list[str]:
    """One URL of a broker, a list of them, or several in one text, split by `;`."""
    parsed = structure(value)
    if not isinstance(parsed, (str, list, tuple)):
        raise ValueError(f"is not a URL, but of type {type(value).__name__}")
    urls = [parsed] if isinstance(parsed, str) else list(parsed)
    if not urls:
        raise ValueError("is an empty list: name at least one URL")
    for url in urls:
        problem = forms.broker_url_problem(text(url))
        if problem:
            raise ValueError(problem)
    return parsed if isinstance(parsed, str) else urls


def backend(value: object) -> Any:
    """The URL or the name of a result backend, or its class."""
    if not isinstance(value, str):
        return reference(value)
    problem = forms.backend_problem(value)
    if problem:
        raise ValueError(problem)
    return value


def serializer(value: object) -> str:
    """A serializer that kombu knows, by name or content type."""
    name = text(value)
    if forms.is_serializer(name):
        return name
    known = sorted(forms.SERIALIZERS)
    raise ValueError(
        f"{_not_among(name, 'a serializer', known)}; others are registered with kombu before this is loaded"
    )


def serializers(value: object) -> list[str] | tuple[str, ...]:
    """A list of serializers, or of content types."""
    names = texts(value)
    if not names:
        raise ValueError("is an empty list, and nothing would be accepted")
    for name in names:
        if not forms.is_content_type(name):
            serializer(name)
    return names


def compression(value: object) -> str:
    """A compression that kombu knows, by name or content type."""
    name = text(value)
    if name in forms.COMPRESSIONS:
        return name
    raise ValueError(_not_among(name, "a compression", sorted(n for n in forms.COMPRESSIONS if "/" not in n)))


def time_zone(value: object) -> Any:
    """An IANA name that exists here, or a tzinfo."""
    from datetime import tzinfo

    if isinstance(value, tzinfo):
        return value
    name = text(value)
    if forms.is_time_zone(name):
        return name
    from zoneinfo import available_timezones

    match = closest(name, available_timezones())
    cure = f"did you mean {match}?" if match else "write an IANA name, such as Europe/Oslo or UTC"
    raise ValueError(f"{shown(value)} is not a time zone known here: {cure}")


def rate_limit(value: object) -> str | int | float:
    """A number of tasks per second, or a text: `10`, `10/s`, `10/m`, `10/h`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return value
    written = value.strip() if isinstance(value, str) else ""
    if forms.is_rate(written):
        return written
    raise ValueError(f"{shown(value)} is not a rate: write 10/s, 10/m or 10/h (per second, minute, hour)")


def concurrency(value: object) -> int | str:
    """A whole number, or "auto"."""
    if isinstance(value, str) and value.strip().lower() == "auto":
        return "auto"
    found = whole(value)
    if found < 0:
        raise ValueError(f"{found} is below 0, the least there is")
    return found


def priority(value: object) -> int:
    """A whole number from 0 to 255, which is all that a message can carry."""
    found = whole(value)
    if not 0 <= found <= 255:
        raise ValueError(f"{found} is not a priority: it goes from 0 to 255, and on most brokers to 9")
    return found


def delivery_mode(value: object) -> int | str:
    """1 or 2, or "transient" or "persistent"."""
    if value in ("transient", "persistent"):
        return text(value)
    if isinstance(value, (int, str)) and str(value) in {"1", "2"}:
        return int(value)
    raise ValueError(f"{shown(value)} is not a delivery mode: write persistent (2) or transient (1)")


def log_level(value: object) -> int | str:
    """The name of a level, or its number."""
    if isinstance(value, str) and value.upper() in forms.LOG_LEVELS:
        return value
    try:
        level = whole(value)
    except ValueError:
        level = -1
    if level < 0:
        raise ValueError(f"{shown(value)} is not a log level: write DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return level


def _not_among(name: str, what: str, known: Collection[str]) -> str:
    match = closest(name, known)
    return f"{shown(name)} is not {what}: " + (f"did you mean {match}?" if match else f"choose of {', '.join(known)}")
