from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import key
from celerykit.rules.tls import AMQP
from celerykit.rules.urls import BROKERS, Address, address, each, reach
from celerykit.rules.words import unless

_GUEST = "guest"


class DefaultBrokerCredentials(Rule):
    """RabbitMQ's public account is used for a RabbitMQ on another machine.

    *Why*: RabbitMQ lets `guest` in from its own machine only, and refuses it from any other: `ACCESS_REFUSED`.
    Where somebody has switched that off, everybody who can reach it has all rights.
    A URL that names nobody means `guest` too.

    *Instead*: an account of the program's own, its password from the environment.
    The RabbitMQ of a container in the same network, whose image lets `guest` in, is only noted where the URL says it.
    """

    code = "CK711"
    name = "default-broker-credentials"
    severity = "warning"
    brokers = ("amqp",)
    message = (
        "{name} has {whom} log in to {host}: RabbitMQ refuses guest from other machines, or is open to all{unless}"
    )
    fix = "give the program an account of its own: amqps://user:password@{host}/vhost"
    symptoms = ("amqp.exceptions.AccessRefused: (0, 0): (403) ACCESS_REFUSED - Login was refused",)
    bad = """\
broker_url = "amqps://guest:guest@mq.example.net//"
"""
    good = """\
import os

broker_url = os.environ["CELERY_BROKER_URL"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests or _said_elsewhere(project):
            return
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or found.scheme not in AMQP or not _is_guest(value, url, found):
                continue
            where = reach(found.host)
            if where == "here" or (where == "near" and (not found.user or value.variable)):
                continue
            yield self.finding(
                value,
                subject=project.config.subject,
                said="the account that everybody knows",
                severity="info" if where == "near" else None,
                name=setting,
                whom="guest" if found.user else "nobody, which is guest,",
                host=found.host,
                unless=unless(value),
            )
            return


def _is_guest(value: Value, url: str, found: Address) -> bool:
    """Whether kombu logs in as guest: by what the URL says, and what it puts in where that says nothing."""
    if found.query.get("login_method", "").upper() in {"EXTERNAL", "GSSAPI"}:
        return False
    password = url.partition("@")[0].rpartition(":")[2] if found.password else _GUEST
    return (found.user or _GUEST) == _GUEST and password == _GUEST


def _said_elsewhere(project: Project) -> bool:
    """Whether who logs in, or how, is said or may be said beside the URL."""
    settings = ("broker_user", "broker_password", "broker_login_method")
    options = project.config["broker_transport_options"]
    return any(project.config[name].unknown or project.config[name].value for name in settings) or any(
        key(options, name) for name in ("userid", "password", "login_method", "authentication", "login_response")
    )
