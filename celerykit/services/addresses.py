"""What a URL of the configuration says of where its server is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

__all__ = ["address", "first_url", "local_port"]

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def first_url(settings: Mapping[str, object], setting: str) -> str:
    """The URL that a setting holds; of several, the first; "" where it holds none."""
    value = settings.get(setting)
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return str(value or "").partition(";")[0]


def local_port(url: str, usual: int) -> int | None:
    """The port that a URL names on this machine; None where it leads to another. usual: where it names none."""
    parts = urlsplit(url)
    return (parts.port or usual) if (parts.hostname or "localhost") in _HERE else None


def address(url: str, usual: int) -> tuple[str, int]:
    """Host and port of a URL; this machine has one name. usual: the port where it names none."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    return "localhost" if host in _HERE else host, parts.port or usual
