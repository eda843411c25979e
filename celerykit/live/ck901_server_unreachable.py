from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.broker import attempt
from celerykit.live.system import System

_CURES = {
    "name": "correct the host in {setting}, or let its name resolve from here",
    "refused": "start the server, or correct host and port in {setting}",
    "silent": "see whether a firewall drops what is sent there, and whether the port in {setting} is the server's",
    "driver": "install it",
    "other": "start the server, or correct {setting}",
}


class ServerUnreachable(LiveCheck):
    """The broker cannot be reached from here.

    *Why*: without it nothing can be sent, and no worker takes anything. A program that publishes retries a few times
    and raises `OperationalError`; a worker tries for ever, and says so in its log only.

    *Instead*: start it, or correct the URL. What is right on this machine may be wrong in a container: `localhost`
    there is the container itself.
    """

    code = "CK901"
    name = "server-unreachable"
    severity = "error"
    message = "{words}"
    fix = ""
    asks = "the broker: a connection, as a worker makes it"
    symptoms = (
        "kombu.exceptions.OperationalError: [Errno 111] Connection refused",
        "consumer: Cannot connect to redis://…: Error 111 connecting to …. Connection refused.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        tried = system.once(attempt)
        if tried.trouble and (cure := _CURES.get(tried.trouble.reason)):
            fix = cure.format(setting=tried.side.setting)
            yield self.at(tried.side, words=tried.trouble.words, fix=fix)
