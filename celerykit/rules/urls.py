"""What the URLs of a configuration lead to."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from celerykit.brokers import for_url
from celerykit.brokers.base import Broker
from celerykit.project import Project, Value

__all__ = ["broker", "redis_database", "urls"]

_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_PORTS = {"redis": 6379, "rediss": 6379, "redis+socket": 0, "socket": 0, "sentinel": 26379}


def urls(value: Value) -> tuple[str, ...]:
    """The URLs that a value is known to hold: one, several separated by ";", or a list of them."""
    if not value.decided:
        return ()
    written = value.value if isinstance(value.value, (list, tuple)) else (value.value,)
    return tuple(url for text in written if isinstance(text, str) for url in text.split(";") if url)


def broker(project: Project) -> Broker | None:
    """The broker of a project, where its URL is written and known, and celerykit knows that broker."""
    value = project.config["broker_url"]
    found = urls(value) if value.known else ()
    return for_url(found[0]) if found else None


def redis_database(url: str) -> tuple[str, int, int] | None:
    """Host (or socket), port and number of the Redis database that a URL names; None where it names none, or is broken.

    redis://localhost and redis://127.0.0.1:6379/0 are the same database. Of a sentinel, host and port are its own.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in _PORTS:
        return None
    try:
        parts = urlsplit(f"http://{rest}")
        host, port, path = (parts.hostname or "").lower(), parts.port or _PORTS[scheme], parts.path
        query = parse_qs(parts.query)
        if scheme.endswith("socket"):
            host, port, path = parts.netloc + parts.path, 0, ""
        number = query.get("virtual_host", query.get("db", [path]))[0].strip("/")
        return "localhost" if host in _HERE else host, port, int(number or 0)
    except ValueError:
        return None
