from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import BROKERS, address, each, reach
from celerykit.rules.words import unless


class RedisNoAuth(Rule):
    """The broker's Redis asks nobody for a password, and is not on this machine.

    *Why*: whoever can write to the queue's list can have any task run, with arguments of his own.
    With pickle, any code.
    On an address of the open Internet that is everybody; elsewhere it is whoever the network lets in, which is only
    noted, and of containers and private networks nothing is said.

    *Instead*: `requirepass` or an ACL user on the server, the password in the URL from the environment.
    """

    code = "CK712"
    name = "redis-no-auth"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = "{name} leads to {host} without a password: {who} can have any task run{unless}"
    fix = "ask for a password (requirepass), and read the URL that holds it from the environment"
    symptoms = ("redis.exceptions.AuthenticationError: Authentication required.",)
    bad = """\
broker_url = "rediss://cache.example.net:6380/0?ssl_cert_reqs=required"
"""
    good = """\
import os

broker_url = os.environ["CELERY_BROKER_URL"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        if project.tests or config["broker_password"].unknown or config["broker_password"].value or _has_card(project):
            return
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or found.scheme not in REDIS or found.password or found.user:
                continue
            where = reach(found.host)
            if where in {"here", "near"} or {"credential_provider", "ssl_certfile"} & set(found.query):
                continue
            yield self.finding(
                value,
                subject=config.subject,
                said="no password",
                severity="warning" if where == "public" else "info",
                name=setting,
                host=found.host,
                who="everybody" if where == "public" else "whoever the network lets in",
                unless=unless(value),
            )
            return


def _has_card(project: Project) -> bool:
    """Whether a client shows a certificate in place of a password, or may."""
    use = project.config["broker_use_ssl"]
    return use.open or "ssl_certfile" in use.keys or (use.unknown and not use.keys)
