"""Values that must be known, or that have a form of their own: URLs, serializers, time zones, pools, levels.

The same manners as in `conversions`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from celerykit.catalogue import forms
from celerykit.settings.conversions import import_path, reference, structure, text, texts, whole
from celerykit.values.secrets import shown
from celerykit.values.suggestions import closest

__all__ = [
    "backend",
    "broker_urls",
    "compression",
    "delivery_mode",
    "failover",
    "log_level",
    "serializer",
    "serializers",
    "time_zone",
    "worker_pool",
]

_POOLS = ("prefork", "threads", "solo", "gevent", "eventlet", "processes", "custom")


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
