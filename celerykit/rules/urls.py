"""What the URLs of a configuration lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

from celerykit.brokers import for_url
from celerykit.brokers.base import Broker
from celerykit.project import Project, Value

__all__ = [
    "BROKERS",
    "URLS",
    "Address",
    "Reach",
    "address",
    "beginnings",
    "broker",
    "each",
    "is_cut",
    "reach",
    "redis_database",
    "urls",
]

BROKERS = ("broker_url", "broker_read_url", "broker_write_url")
URLS = (*BROKERS, "result_backend")

Reach = Literal["here", "near", "far", "public"]

_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_PORTS = {"redis": 6379, "rediss": 6379, "redis+socket": 0, "socket": 0, "sentinel": 26379}
# Names that only resolve, or can only be reached, within a network of one's own: RFC 6762, RFC 8375, Kubernetes,
# Docker, Consul, and Amazon's caches, which no way leads to from outside of their VPC.
_PRIVATE = (
    ".cache.amazonaws.com",
    ".cluster.local",
    ".consul",
    ".corp",
    ".docker",
    ".docker.internal",
    ".flycast",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".lan",
    ".local",
    ".localdomain",
    ".private",
    ".svc",
)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, taken apart as kombu does it (kombu/utils/url.py), but for the path, which is as written, "/" and all.

    query: of what is written twice the last; what has no value is left out.
    """

    scheme: str
    host: str
    port: int | None
    user: str
    password: bool
    path: str
    query: Mapping[str, str]


def address(url: str) -> Address | None:
    """The parts of a URL; None for one without a scheme, and for one that is broken, or cut within its password."""
    scheme, found, rest = url.partition("://")
    if not found:
        return None
    try:
        parts = urlsplit(f"http://{rest}")
        if is_cut(parts):
            return None
        host, user = parts.hostname or "", unquote(parts.username or "")
        return Address(
            scheme, host.lower(), parts.port, user, bool(parts.password), parts.path, dict(parse_qsl(parts.query))
        )
    except ValueError:
        return None


def is_cut(parts: SplitResult) -> bool:
    """Whether a URL ends within its password: the @ that should follow it stands where none belongs."""
    beyond = parts.path + parts.query.partition("=")[0] + parts.fragment
    return "@" in beyond and "@" not in parts.netloc


def reach(host: str) -> Reach:
    """From where a host can be reached: this machine, a private network, who knows, everywhere.

    A name of one word is another container's, or one of the own network. One that ends in `.invalid` holds the place
    of another, and leads nowhere (RFC 6761).
    """
    if host.endswith(".invalid"):
        return "near"
    if host in _HERE or host == "0.0.0.0" or host.startswith("127.") or host.endswith(".localhost"):  # noqa: S104
        return "here"
    if ":" in host or host.replace(".", "").isdigit():
        return _reach_of_number(host)
    return "near" if "." not in host or host.endswith(_PRIVATE) else "far"


def _reach_of_number(host: str) -> Reach:
    from ipaddress import ip_address

    try:
        return "public" if ip_address(host.partition("%")[0]).is_global else "near"
    except ValueError:
        return "near"


def urls(value: Value) -> tuple[str, ...]:
    """The URLs that a value is known to hold: one, several separated by ";", or a list of them."""
    if not value.decided:
        return ()
    written = value.value if isinstance(value.value, (list, tuple)) else (value.value,)
    return tuple(url for text in written if isinstance(text, str) for url in _parts(text) if url)


def _parts(text: str) -> list[str]:
    """The URLs that are joined by ";"; none where that stands in a password."""
    parts = text.split(";")
    return [] if any("@" in part and "://" not in part for part in parts[1:]) else parts


def each(project: Project, *settings: str) -> Iterator[tuple[str, Value, str]]:
    """Each URL that is written and known, with its setting and its value; of a list, the item that holds it."""
    for setting in settings:
        value = project.config[setting]
        if not value.known:
            continue
        for item in value.items or (value,):
            yield from ((setting, item, url) for url in urls(item))


def broker(project: Project) -> Broker | None:
    """The broker of a project, where its URL is written and celerykit knows that broker.

    Of a URL that is put together at run time, the scheme is enough: `f"redis://{host}"`.
    """
    found = beginnings(project.config["broker_url"])
    return for_url(found[0]) if found else None


def beginnings(value: Value) -> tuple[str, ...]:
    """The URLs of a value; of one that is put together at run time, no more than its scheme, where that is written."""
    return _scheme_written(value.text) if value.unknown else urls(value)


def _scheme_written(text: str) -> tuple[str, ...]:
    """The scheme of `f"redis://{host}"`; nothing where another alternative may lead elsewhere."""
    start, found, _ = text.lstrip("rRfF").partition("://")
    if not found or start[:1] not in {"'", '"'} or {"if", "or"} & set(text.split()):
        return ()
    scheme = start[1:]
    return (f"{scheme}://",) if scheme.replace("+", "").replace("-", "").isalnum() else ()


def redis_database(url: str) -> tuple[str, int, int] | None:
    """Host (or socket), port and number of the Redis database that a URL names; None where it names none, or is broken.

    redis://localhost and redis://127.0.0.1:6379/0 are the same database. Of a sentinel, host and port are its own.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in _PORTS or address(url) is None:
        return None
    try:
        parts = urlsplit(f"http://{rest}")
        host, port, path = (parts.hostname or "").lower(), parts.port or _PORTS[scheme], parts.path
        query = parse_qs(parts.query)
        if scheme.endswith("socket"):
            host, port, path = parts.netloc.rpartition("@")[2] + parts.path, 0, ""
        number = query.get("virtual_host", query.get("db", [path]))[0].strip("/")
        return "localhost" if host in _HERE else host, port, int(number or 0)
    except ValueError:
        return None
