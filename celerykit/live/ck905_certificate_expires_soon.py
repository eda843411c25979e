from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.certificates import Certificate
from celerykit.live.encryption import encryption
from celerykit.live.system import System

_SOON = timedelta(days=14)
"""What is renewed by itself is renewed a month before its end (certbot's default); by now somebody has to look."""
# Of its whole time, for certificates that are made for a few days only.
_SHARE = 4


class CertificateExpiresSoon(LiveCheck):
    """The certificate of a server expires within two weeks, or has expired and nobody looks.

    *Why*: from that moment on no client that verifies it connects any more. Connections that stand go on: a worker
    fails when it reconnects, days later, and a program that publishes at its next start.

    *Instead*: renew it, and let the server read the new one (Redis: `CONFIG SET tls-cert-file`; RabbitMQ reads it
    by itself, within minutes). Of a certificate that is made for a few days only, its last quarter counts.
    """

    code = "CK905"
    name = "certificate-expires-soon"
    severity = "warning"
    message = "its certificate {when} ({certificate})"
    fix = "renew the certificate on the server"
    asks = "the servers that are reached by TLS: a TLS handshake"
    symptoms = ("certificate verify failed: certificate has expired",)

    def check(self, system: System) -> Iterator[Finding]:
        now = datetime.now(UTC)
        for side, tls in system.once(encryption).items():
            shown = tls.certificate
            if shown and (when := _when(shown, now)):
                yield self.at(side, when=when, certificate=shown)


def _when(shown: Certificate, now: datetime) -> str:
    """What is to be said of its end; "" where there is time."""
    left = shown.until - now
    if left < timedelta(0):
        return "has expired, and this client does not look"
    if left > min(_SOON, (shown.until - shown.since) / _SHARE):
        return ""
    return f"expires in {left.days} d" if left.days else "expires within a day"
