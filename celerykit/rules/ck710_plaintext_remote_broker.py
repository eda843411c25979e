from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.tls import AMQP, REDIS, encrypted
from celerykit.rules.urls import URLS, address, each, reach
from celerykit.rules.words import unless

_SCHEMES = AMQP | REDIS | {"mongodb"}


class PlaintextRemoteBroker(Rule):
    """The broker, or the store of the results, is on another network's host, and is spoken to without TLS.

    *Why*: the password, the tasks with all their arguments, and the results are there to read for everybody on the way,
    who can also send tasks of his own.

    *Instead*: `amqps://`, `rediss://`, each with the certificate verified.
    Of hosts on this machine, of other containers (names of one word) and of private networks nothing is said.
    """

    code = "CK710"
    name = "plaintext-remote-broker"
    severity = "warning"
    message = "{name} leads to {host} without TLS: passwords and tasks go there for all to read{unless}"
    fix = "{cure}"
    symptoms = ("redis.exceptions.ConnectionError: Connection closed by server.",)
    bad = """\
broker_url = "redis://managed.example.net:6380/0"
"""
    good = """\
broker_url = "rediss://managed.example.net:6380/0?ssl_cert_reqs=required"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told: dict[str, list[tuple[str, Value, str]]] = {}
        for setting, value, url in each(project, *URLS):
            found = address(url)
            if found is None or found.scheme not in _SCHEMES or reach(found.host) in {"here", "near"}:
                continue
            if encrypted(project, setting, found) is False:
                told.setdefault(found.host, []).append((setting, value, found.scheme))
        for host, ((setting, value, scheme), *more) in told.items():
            yield self.finding(
                value,
                subject=project.config.subject,
                said="no TLS",
                related=[piece for _, other, _ in more if other is not value for piece in label(other, "nor here")],
                name=setting,
                host=host,
                unless=unless(value),
                cure=_cure(scheme),
            )


def _cure(scheme: str) -> str:
    if scheme == "redis":
        return "begin the URL with rediss://, and let it end in ?ssl_cert_reqs=required"
    if scheme == "sentinel":
        return 'broker_use_ssl = {"ssl_cert_reqs": "required", "ssl_ca_certs": "…"}'
    return "add ?tls=true to the URL" if scheme == "mongodb" else "begin the URL with amqps://"
