"""The forms of values that have one: rates, URLs, time zones, serializers, compressions, import paths.

Pure standard library, and no conversion: each function says whether a value has the form, and why not.
"""

from __future__ import annotations

import re

__all__ = [
    "COMPRESSIONS",
    "LOG_LEVELS",
    "SERIALIZERS",
    "backend_problem",
    "broker_url_problem",
    "is_content_type",
    "is_import_path",
    "is_rate",
    "is_serializer",
    "is_time_zone",
]

# kombu/serialization.py, register_*, and celery/security/serialization.py for "auth".
SERIALIZERS = {
    "auth": "application/data",
    "binary": "application/data",
    "json": "application/json",
    "msgpack": "application/x-msgpack",
    "pickle": "application/x-python-serialize",
    "raw": "application/data",
    "yaml": "application/x-yaml",
}

# kombu/compression.py: names, then content types.
COMPRESSIONS = frozenset(
    {"gzip", "zlib", "bzip2", "bzip", "brotli", "lzma", "xz", "zstd", "zstandard"}
    | {"application/x-gzip", "application/x-bz2", "application/x-brotli", "application/x-lzma", "application/zstd"}
)

# kombu/log.py: logging's own names.
LOG_LEVELS = frozenset({"NOTSET", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL", "FATAL"})

_RATE = re.compile(r"\d+(\.\d+)?(/[smh])?")
_IMPORT_PATH = re.compile(r"[A-Za-z_][\w.]*(:[A-Za-z_][\w.]*)?")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][\w+.:\-]*?)://")
_BACKEND_NAME = re.compile(r"[\w.+:\-]+")
_CONTENT_TYPE = re.compile(r"[\w.+\-]+/[\w.+\-]+")

# Transports whose URLs have the usual shape; others put lists of hosts, paths or keys where the port would stand.
_WITH_PORT = frozenset({"amqp", "amqps", "pyamqp", "librabbitmq", "redis", "rediss", "sentinel"})
_ESCAPE = "a user or password that holds / # ? : @ or % must be written with percent signs: %2F %23 %3F %3A %40 %25"


def is_rate(text: str) -> bool:
    """Whether the text is a rate as Celery reads it: a number, alone or per s, m or h (celery/utils/time.py, rate)."""
    return bool(_RATE.fullmatch(text))


def is_import_path(text: str) -> bool:
    """Whether the text looks like `module.name` or `module:name`."""
    return bool(_IMPORT_PATH.fullmatch(text))


def is_time_zone(name: str) -> bool:
    """Whether the system, or the tzdata package, knows the IANA name."""
    if name == "UTC":  # by far the commonest; importing zoneinfo costs more than all other checks together
        return True
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_serializer(name: str) -> bool:
    """Whether kombu knows the serializer, by name or content type.

    Also true of one that the running program has registered, or that a package announces under `kombu.serializers`.
    """
    if name in SERIALIZERS or name in SERIALIZERS.values():
        return True
    import sys

    kombu = sys.modules.get("kombu.serialization")
    if kombu is not None and (name in kombu.registry.name_to_type or name in kombu.registry.type_to_name):
        return True
    from importlib.metadata import entry_points

    return any(entry.name == name for entry in entry_points(group="kombu.serializers"))


def is_content_type(text: str) -> bool:
    """Whether the text has the form of a content type: `application/json`."""
    return bool(_CONTENT_TYPE.fullmatch(text))


def broker_url_problem(text: str) -> str | None:
    """What is wrong with one or several broker URLs, split by `;`; None where nothing is.

    Never repeats any of the URL: what stands at the wrong place is often a password.
    """
    problems = (_one_url_problem(part.strip()) for part in text.split(";"))
    return next((problem for problem in problems if problem), None)


def _one_url_problem(url: str) -> str | None:
    match = _SCHEME.match(url)
    if match is None:
        return "is not a broker URL: it must begin with a transport, such as redis:// or amqp://"
    if match["scheme"].lower() not in _WITH_PORT:
        return None
    return _port_problem(url)


def _port_problem(url: str) -> str | None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return f"has no valid port, a whole number up to 65535, after its host; {_ESCAPE}"
    return None


def backend_problem(text: str) -> str | None:
    """What is wrong with a result backend's URL or name; None where nothing is. Never repeats any of it."""
    scheme, separator, _ = text.partition("://")
    if not separator:
        if _BACKEND_NAME.fullmatch(text):
            return None
        return "is neither a backend's URL, such as redis:// or db+sqlite:///, nor its name"
    if not _SCHEME.match(text):
        return "is not a backend's URL: it must begin with a backend, such as redis:// or db+postgresql://"
    return _port_problem(text) if scheme in _WITH_PORT else None
