from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.rules.tls import AMQP, encrypted, not_verified, setting_of
from celerykit.rules.urls import URLS, Address, address, each, reach
from celerykit.rules.words import named, unless


class SslCertVerificationDisabled(Rule):
    """TLS is used, and the server's certificate is not looked at.

    *Why*: with `CERT_NONE` the connection is encrypted to whoever answers.
    Someone between the two sees the password and the tasks, and can send tasks of his own.

    *Instead*: require a certificate; where it is signed by an authority of one's own, name that authority's file.
    RabbitMQ's client looks at the name in the certificate only where `server_hostname` is given (None stands for the
    host of the URL): without it any certificate of a known authority will do, which is only noted.
    """

    code = "CK709"
    name = "ssl-cert-verification-disabled"
    severity = "warning"
    message = "{what}: the certificate of {whose} is not looked at, and whoever gets in between reads all{unless}"
    fix = "{cure}"
    symptoms = ("Setting ssl_cert_reqs=CERT_NONE when connecting to redis means that celery will not validate",)
    bad = """\
import ssl

broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = {"ssl_cert_reqs": ssl.CERT_NONE}
"""
    good = """\
import ssl

broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_ca_certs": "/etc/ssl/ca.pem"}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        said = list(not_verified(project))
        if not said:
            yield from self._name_not_checked(project)
            return
        value, what, broker = said[0]
        yield self.finding(
            value,
            subject=project.config.subject,
            said="any certificate will do",
            related=[piece for other, _, _ in said[1:] for piece in label(other, "and here")],
            severity="info" if _all_here(project) else None,
            what=what,
            whose="the broker" if broker else "the result backend",
            unless=unless(value),
            cure='say "required", and name the file of your own authority, if it is one, as ca_certs',
        )

    def _name_not_checked(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *URLS[:3]):
            found, use = address(url), project.config["broker_use_ssl"]
            if found is None or found.scheme not in AMQP or reach(found.host) in {"here", "near"}:
                continue
            if use.unknown or use.open or "server_hostname" in use.keys or not encrypted(project, setting, found):
                continue
            if found.query or "context" in use.keys or key(project.config["broker_transport_options"], "ssl"):
                continue
            yield self.finding(
                use if use.known else value,
                subject=project.config.subject,
                said="whose name it holds is not looked at",
                severity="info",
                message="py-amqp does not compare the name in the broker's certificate with {host}: "
                "any certificate of a known authority will do{unless}",
                fix='add "server_hostname": None to {option}, which stands for the host of the URL',
                host=found.host,
                option=named(project, "broker_use_ssl"),
                unless=unless(value),
            )
            return


def _all_here(project: Project) -> bool:
    """Whether all that is spoken to by TLS is on this machine."""
    found: list[tuple[str, Address]] = []
    for setting, _, url in each(project, *URLS):
        parts = address(url)
        if parts is not None and (encrypted(project, setting, parts) or setting_of(setting) == "broker_use_ssl"):
            found.append((setting, parts))
    return bool(found) and all(reach(parts.host) == "here" for _, parts in found)
