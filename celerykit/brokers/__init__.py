"""What celerykit knows of each broker: one file each.

Third parties add theirs through the entry point group `celerykit.brokers` (a `Broker` subclass each).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.brokers.base import Broker

__all__ = ["KNOWN_SCHEMES", "NAMES", "OPTIONS", "by_name", "for_url", "scheme_of"]

# Scheme of a URL → our file and class for it. Kept here so that naming a broker imports no other.
_SCHEMES = {
    "redis": ("redis", "Redis"),
    "rediss": ("redis", "Redis"),
    "sentinel": ("sentinel", "Sentinel"),
    "amqp": ("amqp", "Amqp"),
    "amqps": ("amqp", "Amqp"),
    "pyamqp": ("amqp", "Amqp"),
    "sqs": ("sqs", "Sqs"),
    "sqla": ("sqlalchemy", "Sqlalchemy"),
    "sqlalchemy": ("sqlalchemy", "Sqlalchemy"),
    "filesystem": ("filesystem", "Filesystem"),
    "memory": ("memory", "Memory"),
}
NAMES = ("redis", "sentinel", "amqp", "sqs", "sqlalchemy", "filesystem", "memory")

# kombu/transport/__init__.py, TRANSPORT_ALIASES; a test compares the two.
KNOWN_SCHEMES = frozenset(_SCHEMES) | {
    "SLMQ",
    "SQS",
    "azureservicebus",
    "azurestoragequeues",
    "confluentkafka",
    "consul",
    "etcd",
    "gcpubsub",
    "kafka",
    "librabbitmq",
    "mongodb",
    "pgmq",
    "pyro",
    "qpid",
    "slmq",
    "zookeeper",
}

# Options that kombu itself reads, whatever the transport (kombu/connection.py and kombu/transport/virtual/base.py).
OPTIONS = frozenset({
    "callback",
    "connect_retries_timeout",
    "errback",
    "interval_max",
    "interval_start",
    "interval_step",
    "max_retries",
    "retry_errors",
})  # fmt: skip


def scheme_of(url: str) -> str:
    """The transport that kombu takes from a URL: "redis" of redis+socket://…, "" where there is none.

    The case of a scheme counts only before a "+" (kombu/connection.py and kombu/utils/url.py).
    """
    scheme, found, _ = url.partition("://")
    if not found:
        return ""
    return scheme.partition("+")[0] if "+" in scheme else scheme.lower()


@cache
def _class(scheme: str) -> type[Broker] | None:
    if scheme in _SCHEMES:
        module, name = _SCHEMES[scheme]
        found: type[Broker] = getattr(import_module(f"celerykit.brokers.{module}"), name)
        return found
    if scheme in KNOWN_SCHEMES or not scheme:
        return None
    from importlib.metadata import entry_points

    classes = (point.load() for point in entry_points(group="celerykit.brokers"))
    return next((found for found in classes if scheme in found.schemes), None)


def for_url(url: str) -> Broker | None:
    """The broker that a URL leads to; None where celerykit knows nothing of it.

    Of several URLs separated by ";", the first counts, as they must all lead to the same transport.
    """
    found = _class(scheme_of(url.partition(";")[0]))
    return found() if found else None


def by_name(name: str) -> Broker | None:
    """The broker of that name ("redis", "amqp"), or None."""
    scheme = next((scheme for scheme, (module, _) in _SCHEMES.items() if module == name), name)
    found = _class(scheme)
    return found() if found and found.name == name else None
