from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.failures import failures
from celerykit.live.system import System
from celerykit.rules.tls import setting_of


class ServerTlsFails(LiveCheck):
    """A server answers, but client and server come to no encrypted connection.

    *Why*: the certificate has expired, is for another name, or is signed by an authority that the client does not
    know; the server wants one of the client; or one of the two speaks TLS and the other does not. Clients tell little:
    a Redis that is spoken to without TLS on its TLS port gives "Connection reset by peer", and one without TLS that is
    spoken to with it says nothing at all.

    *Instead*: name the authority that signed it (`ssl_ca_certs` for Redis, `ca_certs` for RabbitMQ), renew it, or
    take the scheme that the server speaks: `rediss://` or `redis://`, `amqps://` or `amqp://`. To turn verification off
    is no cure: whoever is in between then reads the password.
    """

    code = "CK902"
    name = "server-tls-fails"
    severity = "error"
    message = "{words}"
    fix = "{cure}"
    asks = (
        "the broker and the result store: a connection, as a worker makes it; where that fails, a TLS handshake and a "
        "greeting (Redis: `PING`; RabbitMQ: the header of AMQP), without a password"
    )
    symptoms = (
        "ssl.SSLCertVerificationError: certificate verify failed",
        "redis.exceptions.ConnectionError: Error while reading from …: (104, 'Connection reset by peer')",
        "SSL: WRONG_VERSION_NUMBER",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for failure in failures(system, "tls"):
            severity = "warning" if failure.spare else self.severity
            setting = failure.side.setting
            cure = _cure(failure.words).format(setting=setting, options=setting_of(setting))
            yield self.at(failure.side, severity=severity, words=failure.words, cure=cure)


# By a part of the words that celerykit/live/diagnosis.py and troubles.py say.
_CURES = (
    ("has expired", "renew the certificate on the server; celerykit doctor warns before one expires"),
    ("not valid yet", "see whether the clocks of this machine and of the server are right"),
    ("for another name", "call the server in {setting} by a name that its certificate has, or have it issued for this"),
    ("signed by nobody", "name the file of the authority that signed it in {options}, or in the URL"),
    ("not accepted", "name the file of the authority that signed it in {options}, or in the URL"),
    ("gets none", "name the client's certificate and its key in {options}"),
    ("refuses the client", "take a certificate that the server's authority signed for clients"),
    ("speaks TLS there", "take the scheme with TLS in {setting}: rediss://, amqps://"),
    ("speaks no TLS", "take the scheme without TLS in {setting}, or the server's TLS port"),
    ("no file here", "correct its path in {options} or in the URL"),
    ("ssl_cert_reqs", "add ?ssl_cert_reqs=required to {setting}"),
)


def _cure(words: str) -> str:
    return next((cure for part, cure in _CURES if part in words), "see the log of the server, and {options}")
