from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding, Label
from celerykit.project import Opaque, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import BROKERS, address, each
from celerykit.rules.words import assignment, unless

_LINE = '{"ssl_cert_reqs": "required", "ssl_check_hostname": True}'


class RedisSslTruePlaintext(Rule):
    """`broker_use_ssl = True` with Redis switches TLS off.

    *Why*: kombu's Redis transport wants a dictionary here (kombu/transport/redis.py, _connparams).
    `True` fails to be one, the failure is swallowed, and the connection is a plain one: even with `rediss://`, where no
    word at all would have been TLS.
    Passwords and tasks then go over the network for all to read; a server that insists on TLS hangs up.
    A text, or `?ssl=true` in the URL, raises `ValueError` instead.

    *Instead*: give a dictionary, or say it in the URL: `rediss://…?ssl_cert_reqs=required`.
    """

    code = "CK705"
    name = "redis-ssl-true-plaintext"
    severity = "error"
    brokers = ("redis", "sentinel")
    message = "{what} is {written}, where the Redis transport wants a dictionary: {consequence}{unless}"
    fix = "{line}"
    symptoms = (
        "redis.exceptions.ConnectionError: Connection closed by server.",
        "ValueError: dictionary update sequence element #0 has length 1; 2 is required",
    )
    bad = """\
broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = True
"""
    good = """\
broker_url = "rediss://cache.example.net:6380/0"
broker_use_ssl = {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for setting, value, url in each(project, *BROKERS):
            found = address(url)
            if found is None or found.scheme not in REDIS or any(name.startswith("ssl_") for name in found.query):
                continue  # a dictionary out of the URL takes the place of the setting
            use = project.config["broker_use_ssl"]
            if found.query.get("ssl"):
                yield self._told(project, value, f"ssl in {setting}", "a text", (), unless(value))
            elif use.known and use.value and not isinstance(use.value, Mapping) and _is_judged(use):
                entry = project.config.entry("broker_use_ssl")
                written = "a text" if isinstance(use.value, str) else use.text or repr(use.value)
                to = label(value, "the broker is a Redis")
                yield self._told(project, use, entry.name if entry else "", written, to, unless(use, value))
            else:
                continue
            return

    def _told(
        self, project: Project, at: Value, what: str, written: str, related: tuple[Label, ...], missing: str
    ) -> Finding:
        return self.finding(
            at,
            subject=project.config.subject,
            said="no dictionary",
            related=related,
            what=what,
            written=written,
            consequence="connecting raises ValueError"
            if written == "a text"
            else "it speaks plain text, even to rediss://",
            unless=missing,
            line=assignment(project, "broker_use_ssl", _LINE),
        )


def _is_judged(use: Value) -> bool:
    """Of objects, those that are known to be no dictionary."""
    return not isinstance(use.value, Opaque) or use.value.type == "ssl.SSLContext"
