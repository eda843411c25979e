from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.failures import failures
from celerykit.live.system import System


class ServerRefusesLogin(LiveCheck):
    """A server answers, and does not let this user in.

    *Why*: the user or the password is wrong, or none is given where one is needed. A character such as `@`, `:` or
    `/` in a password must be escaped in a URL. RabbitMQ takes its user `guest` from its own machine only. A Redis with
    access lists may let a user in, and forbid what Celery needs.

    *Instead*: correct the URL; in a password, write `%40` for `@` (`urllib.parse.quote(password, safe="")`).
    """

    code = "CK903"
    name = "server-refuses-login"
    severity = "error"
    message = "{words}"
    fix = "{cure}"
    asks = "the broker and the result store: a connection, as a worker makes it"
    symptoms = (
        "amqp.exceptions.AccessRefused: (403) ACCESS_REFUSED - Login was refused",
        "redis.exceptions.AuthenticationError: Authentication required.",
        "WRONGPASS invalid username-password pair or user is disabled.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for failure in failures(system, "login"):
            severity = "warning" if failure.spare else self.severity
            cure = next((cure for part, cure in _CURES if part in failure.words), _CURE)
            setting = failure.side.setting
            yield self.at(failure.side, severity=severity, words=failure.words, cure=cure.format(setting=setting))


# By a part of the words of celerykit/live/troubles.py.
_CURES = (
    ("none is given", "write the password into {setting}: scheme://:password@host, or user:password@host"),
    ("guest", "make a user of your own on the server, and name it in {setting}"),
    ("access list", "allow that user on the server all commands on the keys that Celery uses"),
    ("pg_hba.conf", "add a line for this user and this machine to pg_hba.conf on the server"),
    ("no credentials", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role"),
)
_CURE = "correct user and password in {setting}; characters such as @ : / in them must be escaped: %40 %3A %2F"
