from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.schemes import instead_of, is_known, what_becomes_of
from celerykit.rules.urls import BROKERS, each
from celerykit.rules.words import unless


class BrokerSchemeUnknown(Rule):
    """The broker URL begins with a scheme for which there is no transport.

    *Why*: the scheme chooses kombu's transport.
    For any other word the first connection raises `KeyError: No such transport`.
    A `+` is for transports that have URLs within URLs (`sqla+postgresql`); `redis+sentinel://s1` is a Redis without a
    host to kombu, which is `localhost`.
    Redis Cluster is no broker: kombu has no transport for it.

    *Instead*: `amqp` for RabbitMQ, `redis`, `sqla+postgresql` for a database, and so on.
    """

    code = "CK202"
    name = "broker-scheme-unknown"
    severity = "error"
    message = "there is no transport called {scheme}: {consequence}{unless}"
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
        told = set()
        for setting, value, url in each(project, *BROKERS):
            if setting in told or is_known(url):
                continue
            told.add(setting)
            scheme = url.partition("://")[0]
            yield self.finding(
                value,
                subject=project.config.subject,
                said="no transport has this scheme",
                scheme=scheme,
                consequence=what_becomes_of(scheme),
                unless=unless(value),
                cure=instead_of(scheme),
            )
