from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.tls import AMQP
from celerykit.rules.urls import BROKERS, address, each
from celerykit.rules.words import unless


class AmqpVhostSlash(Rule):
    """The virtual host in an AMQP URL begins with a slash.

    *Why*: all that follows the first `/` after the host is the name of the virtual host.
    `amqp://mq//billing` asks RabbitMQ for one called `/billing`, and gets `NOT_ALLOWED - vhost /billing not found`.
    Only the default virtual host is called `/`, which is why so many URLs end in two slashes.

    *Instead*: write one slash, `amqp://mq/billing`.
    Where the name does begin with a slash, write that `%2F`: it is then only noted.
    """

    code = "CK209"
    name = "amqp-vhost-slash"
    severity = "warning"
    message = "the virtual host in {name} is {found}, slash and all, not {meant}{unless}"
    fix = "let the URL in {name} end in /{meant}"
    symptoms = (
        "amqp.exceptions.NotAllowed: Connection.open: (530) NOT_ALLOWED - vhost /billing not found",
        "ConnectionResetError: [Errno 104] Connection reset by peer",
    )
    bad = """\
broker_url = "amqp://mq:5672//billing"
"""
    good = """\
broker_url = "amqp://mq:5672/billing"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or found.scheme not in AMQP:
                continue
            name = unquote(found.path[1:])
            if not name.startswith("/") or not name.strip("/"):
                continue
            yield self.finding(
                value,
                subject=project.config.subject,
                said="one slash too many",
                severity="warning" if found.path.startswith("//") else "info",
                name=setting,
                found=name,
                meant=name.lstrip("/"),
                unless=unless(value),
            )
