"""The schemes of broker URLs: those for which there is a transport, and what is meant by others."""

from __future__ import annotations

from celerykit.brokers import KNOWN_SCHEMES, for_url, scheme_of
from celerykit.values.suggestions import closest

__all__ = ["instead_of", "is_known", "what_becomes_of"]

# What people write for what kombu calls otherwise.
_MEANT = {
    "amqp+ssl": "amqps",
    "amqp+tls": "amqps",
    "mariadb": "sqla+mysql",
    "mysql": "sqla+mysql",
    "postgres": "sqla+postgresql",
    "postgresql": "sqla+postgresql",
    "rabbit": "amqp",
    "rabbitmq": "amqp",
    "redis+sentinel": "sentinel",
    "redis+ssl": "rediss",
    "redis+tls": "rediss",
    "redis+unix": "redis+socket",
    "redis-sentinel": "sentinel",
    "redis-socket": "redis+socket",
    "sqlite": "sqla+sqlite",
    "unix": "redis+socket",
    "valkey": "redis",
    "valkeys": "rediss",
}
# What may stand after a "+": kombu takes it, and all that follows, for the transport's own URL (kombu/connection.py).
_AFTER_PLUS = {
    "amqp": frozenset[str](),
    "amqps": frozenset[str](),
    "pyamqp": frozenset[str](),
    "redis": frozenset({"socket"}),
    "rediss": frozenset({"socket"}),
    "sentinel": frozenset[str](),
}
_CLUSTERS = frozenset({"redis-cluster", "rediscluster", "rediss-cluster"})


def is_known(url: str) -> bool:
    """Whether kombu finds a transport; one that is named by its import path is the project's own.

    The text of a list is another rule's: broker-url-no-scheme.
    """
    if url.lstrip().startswith(("[", "(")):
        return True
    scheme, (head, plus, tail) = scheme_of(url), url.partition("://")[0].partition("+")
    if plus and tail not in _AFTER_PLUS.get(head, {tail}):
        return False
    return not scheme or scheme in KNOWN_SCHEMES or "." in scheme or ":" in scheme or for_url(url) is not None


def what_becomes_of(scheme: str) -> str:
    """What kombu makes of a scheme that is not known, in words."""
    head, found, tail = scheme.partition("+")
    if not found or head not in _AFTER_PLUS:
        return "the first connection raises KeyError (No such transport)"
    host = f"takes {tail}:// for its host" if "amqp" in head else "knows no host of it, and dials localhost"
    return f"kombu takes the transport {head}, which {host}"


def instead_of(scheme: str) -> str:
    """The cure for a scheme that is not known."""
    if scheme.lower() in _CLUSTERS:
        return "kombu has no transport for Redis Cluster: use a single Redis (redis://) or Sentinel (sentinel://)"
    meant = _MEANT.get(scheme.lower()) or closest(scheme.partition("+")[0], KNOWN_SCHEMES)
    return f"did you mean {meant}://…?" if meant else "use one of " + ", ".join(sorted(KNOWN_SCHEMES))
