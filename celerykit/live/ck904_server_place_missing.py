from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.failures import failures
from celerykit.live.system import Side, System
from celerykit.rules.urls import address


class ServerPlaceMissing(LiveCheck):
    """A server lets this user in, but has not what the URL names: a virtual host, a database.

    *Why*: a Redis has 16 databases unless it is told otherwise; a virtual host of RabbitMQ and a database of
    PostgreSQL or MariaDB have to be made, and opened to the user. In a URL of RabbitMQ, `amqp://host/name` names the
    host `name`, and `amqp://host//name` another one, `/name`.

    *Instead*: make it on the server, or correct the end of the URL.
    """

    code = "CK904"
    name = "server-place-missing"
    severity = "error"
    message = "{words}"
    fix = "{cure}"
    asks = "the broker and the result store: a connection, as a worker makes it"
    symptoms = (
        "amqp.exceptions.NotAllowed: Connection.open: (530) NOT_ALLOWED - vhost … not found",
        "redis.exceptions.ResponseError: DB index is out of range",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for failure in failures(system, "place"):
            severity = "warning" if failure.spare else self.severity
            named = _named(failure.side)
            words = f"{failure.trouble.words}: {named}" if named else failure.trouble.words
            if failure.spare:
                words = failure.words.replace(failure.trouble.words, words, 1)
            cure = next(cure for part, cure in _CURES if part in words)
            setting = failure.side.setting
            yield self.at(failure.side, severity=severity, words=words, cure=cure.format(setting=setting))


# By a part of the words of celerykit/live/troubles.py.
_CURES = (
    ("no such virtual host", "rabbitmqctl add_vhost, set_permissions make it; or correct the end of {setting}"),
    ("may not enter", "rabbitmqctl set_permissions opens it to that user; or correct the end of {setting}"),
    ("is down", "rabbitmqctl restart_vhost starts it again; its log says why it ended"),
    ("of that number", "take a lower number at the end of {setting}, or raise databases in redis.conf"),
    ("master_name", "set master_name in the transport options"),
    ("master", "correct master_name in the transport options: SENTINEL MASTERS tells the names"),
    ("no such database", "create it on the server, or correct the end of {setting}"),
    ("that database", "grant the user rights in it on the server, or correct the end of {setting}"),
    ("the file", "make the folder, or correct {setting}"),
)


def _named(side: Side) -> str:
    """The end of the URL, which names the place; nothing where it may be part of a broken password."""
    beyond = side.url.partition("://")[2].partition("/")[2]
    found = address(side.url)
    if found is None or "@" in beyond or side.url.startswith(("sentinel", "db+sqlite", "sqla+sqlite")):
        return ""
    return unquote(found.path.removeprefix("/")) or "/"
