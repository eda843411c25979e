from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.drivers import install_line
from celerykit.live.failures import Failure, failures
from celerykit.live.system import System

_CURES = {
    "name": "correct the host in {setting}, or let its name resolve from here",
    "refused": "start the server, or correct host and port in {setting}",
    "silent": "see whether a firewall drops what is sent there, and whether the port in {setting} is the server's",
    "driver": "install it where celerykit runs: {line}",
    "full": "see who holds its connections, or let it take more",
    "other": "start the server, or correct {setting}",
}

# Of backends whose scheme is another than the name of Celery's extra.
_EXTRAS = {"gs": "gcs"}


class ServerUnreachable(LiveCheck):
    """The broker or the result store cannot be reached from here.

    *Why*: without the broker nothing can be sent, and no worker takes anything. A program that publishes retries a few
    times and raises `OperationalError`; a worker tries for ever, and says so in its log only. Without the store no
    result is kept, and `get()` waits. Of several servers that a URL names each is looked at: one that is gone is only
    noticed when the next one goes.

    *Instead*: start it, or correct the URL. What is right on this machine may be wrong in a container: `localhost`
    there is the container itself.
    """

    code = "CK901"
    name = "server-unreachable"
    severity = "error"
    message = "{words}"
    fix = "{cure}"
    asks = "the broker and the result store: a connection, as a worker makes it"
    symptoms = (
        "kombu.exceptions.OperationalError: [Errno 111] Connection refused",
        "consumer: Cannot connect to redis://…: Error 111 connecting to …. Connection refused.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for failure in failures(system, "name", "refused", "silent", "driver", "full", "other"):
            # Of a Redis with no place left, CK909 tells more.
            if failure.trouble.reason == "full" and failure.side.speaks == "redis":
                continue
            severity = "warning" if failure.spare else self.severity
            yield self.at(failure.side, severity=severity, words=failure.words, cure=_cure(failure))


def _cure(failure: Failure) -> str:
    # Where no module is named, Celery has one that it brings by an extra of the scheme's name.
    scheme = failure.side.url.partition("://")[0]
    extra = f'pip install "celery[{_EXTRAS.get(scheme, scheme)}]"'
    line = install_line(failure.trouble.module) if failure.trouble.module else extra
    return _CURES[failure.trouble.reason].format(setting=failure.side.setting, line=line)
