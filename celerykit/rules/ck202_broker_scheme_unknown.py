from __future__ import annotations

from collections.abc import Iterator

from celerykit.brokers import KNOWN_SCHEMES, for_url, scheme_of
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.urls import urls
from celerykit.rules.words import unless
from celerykit.values.suggestions import closest

_URLS = ("broker_url", "broker_read_url", "broker_write_url")
# What people write for what kombu calls otherwise.
_MEANT = {
    "amqp+ssl": "amqps",
    "mariadb": "sqla+mysql",
    "mysql": "sqla+mysql",
    "postgres": "sqla+postgresql",
    "postgresql": "sqla+postgresql",
    "rabbit": "amqp",
    "rabbitmq": "amqp",
    "redis-sentinel": "sentinel",
    "redis-socket": "redis+socket",
    "sqlite": "sqla+sqlite",
    "unix": "redis+socket",
    "valkey": "redis",
    "valkeys": "rediss",
}
_CLUSTERS = frozenset({"redis-cluster", "rediscluster", "rediss-cluster"})


class BrokerSchemeUnknown(Rule):
    """The broker URL begins with a scheme for which there is no transport.

    *Why*: the scheme chooses kombu's transport.
    For any other word the first connection raises `KeyError: No such transport`.
    Redis Cluster is no broker: kombu has no transport for it.

    *Instead*: `amqp` for RabbitMQ, `redis`, `sqla+postgresql` for a database, and so on.
    """

    code = "CK202"
    name = "broker-scheme-unknown"
    severity = "error"
    message = "there is no transport called {scheme}: the first connection raises KeyError (No such transport){unless}"
    fix = "{cure}"
    symptoms = ("KeyError: 'No such transport: rabbitmq'", "No such transport: sqs3.  Did you mean sqs?")
    bad = """\
broker_url = "rabbitmq://localhost"
"""
    good = """\
broker_url = "amqp://localhost"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.config["broker_transport"].value:
            return
        for setting in _URLS:
            value = project.config[setting]
            unknown = [url for url in urls(value) if value.known and not _is_known(url)]
            if unknown:
                yield self._told(project, value, unknown[0].partition("://")[0])

    def _told(self, project: Project, value: Value, scheme: str) -> Finding:
        meant = _MEANT.get(scheme.lower()) or closest(scheme.partition("+")[0], KNOWN_SCHEMES)
        cure = f"did you mean {meant}://…?" if meant else "use one of " + ", ".join(sorted(KNOWN_SCHEMES))
        if scheme.lower() in _CLUSTERS:
            cure = "kombu has no transport for Redis Cluster: use a single Redis (redis://) or Sentinel (sentinel://)"
        return self.finding(
            value,
            subject=project.config.subject,
            said="no transport has this scheme",
            scheme=scheme,
            unless=unless(value),
            cure=cure,
        )


def _is_known(url: str) -> bool:
    """Whether kombu finds a transport; one that is named by its import path is the project's own."""
    scheme = scheme_of(url)
    return not scheme or scheme in KNOWN_SCHEMES or "." in scheme or ":" in scheme or for_url(url) is not None
