from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue.keys import SSL_AMQP, SSL_REDIS
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.tls import AMQP, REDIS, setting_of
from celerykit.rules.urls import URLS, address, each
from celerykit.rules.words import named


class SslOptionKeysWrongTransport(Rule):
    """The options of TLS have the names that another transport gives them.

    *Why*: Redis's begin with `ssl_` (`ssl_ca_certs`), RabbitMQ's do not (`ca_certs`), and each client takes its own
    only: any other raises `TypeError` when it connects.
    The result backend raises `ValueError` before that, as it misses `ssl_cert_reqs`.

    *Instead*: the names of the transport in force.
    """

    code = "CK708"
    name = "ssl-option-keys-wrong-transport"
    severity = "error"
    message = "{key} in {setting} is no option of {title}: connecting raises TypeError (unexpected keyword argument)"
    fix = "{cure}"
    symptoms = (
        "TypeError: AbstractConnection.__init__() got an unexpected keyword argument 'ca_certs'",
        "TypeError: _wrap_socket_sni() got an unexpected keyword argument 'ssl_cert_reqs'",
    )
    bad = """\
broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = {"ca_certs": "/etc/ca.pem"}
"""
    good = """\
broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = {"ssl_ca_certs": "/etc/ca.pem", "ssl_cert_reqs": "required"}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        judged = set()
        for setting, value, url in each(project, *URLS):
            found, options = address(url), setting_of(setting)
            if found is None or value.variable or options in judged:
                continue
            if found.scheme in REDIS and not any(name.startswith("ssl") for name in found.query):
                wrong, title, own = SSL_AMQP - SSL_REDIS, "Redis", SSL_REDIS
            elif found.scheme in AMQP and setting != "result_backend" and "ssl" not in found.query:
                wrong, title, own = SSL_REDIS - SSL_AMQP, "RabbitMQ", SSL_AMQP
            else:
                continue
            names = [name for name in project.config[options].keys if name in wrong]
            if names:
                judged.add(options)
                yield self._told(project, options, value, names, title, own)

    def _told(
        self, project: Project, options: str, url: Value, names: list[str], title: str, own: frozenset[str]
    ) -> Finding:
        given = project.config[options].keys
        first, *more = names
        pairs = [(name, _other(name, own)) for name in names]
        cure = ", ".join(f"{meant} for {name}" if meant else f"no {name}" for name, meant in pairs)
        return self.finding(
            given[first],
            subject=project.config.subject,
            said=f"no option of {title}",
            related=[piece for name in more for piece in label(given[name], "nor is this")]
            + list(label(url, "the transport in force")),
            key=first,
            setting=named(project, options),
            title=title,
            cure=f"write {cure}",
        )


def _other(name: str, own: frozenset[str]) -> str:
    """What the transport in force calls it; "" where it has no such option."""
    meant = name.removeprefix("ssl_") if name.startswith("ssl_") else f"ssl_{name}"
    if name == "ssl_check_hostname":
        return "server_hostname"
    return meant if meant in own else ""
