from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.urls import BROKERS, address, each, reach
from celerykit.rules.words import assignment, unless

_LINE = '{"ssl_cert_reqs": "required", "ssl_check_hostname": True}'


class RedissBrokerInsecureDefault(Rule):
    """`rediss://` is TLS without looking at the server's certificate, unless more is said.

    *Why*: for a broker with `rediss://` and no word on certificates, kombu accepts any (`CERT_NONE`), and only logs a
    warning: whoever gets between the two reads the password and the tasks.
    The result backend does the opposite with the same URL, and refuses it.

    *Instead*: `?ssl_cert_reqs=required` in the URL, or `broker_use_ssl`, which can check the host's name too.
    """

    code = "CK706"
    name = "rediss-broker-insecure-default"
    severity = "warning"
    message = "{name} is rediss:// without a word on certificates: kombu accepts any (CERT_NONE){unless}"
    fix = "{line}"
    symptoms = ("Secure redis scheme specified (rediss) with no ssl options, defaulting to insecure SSL behaviour.",)
    bad = """\
broker_url = "rediss://cache.example.net:6380/0"
"""
    good = """\
broker_url = "rediss://cache.example.net:6380/0?ssl_cert_reqs=required"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        use = project.config["broker_use_ssl"]
        if use.unknown or use.value:
            return
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or found.scheme != "rediss" or any(name.startswith("ssl") for name in found.query):
                continue
            yield self.finding(
                value,
                subject=project.config.subject,
                said="any certificate will do",
                severity="info" if reach(found.host) == "here" else None,
                name=setting,
                unless=unless(value),
                line=assignment(project, "broker_use_ssl", _LINE),
            )
            return
