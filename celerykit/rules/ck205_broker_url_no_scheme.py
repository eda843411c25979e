from __future__ import annotations

from collections.abc import Iterator

from celerykit.brokers import KNOWN_SCHEMES
from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.urls import BROKERS, each
from celerykit.rules.words import assignment, unless
from celerykit.values.secrets import hide_in_text

# Hosts may well be called so, and are then RabbitMQ.
_HOSTS_TOO = frozenset({"amqp", "pyamqp"})
# By the port that such a text ends in, what was meant.
_PORTS = {"5671": "amqps", "5672": "amqp", "6379": "redis", "6380": "rediss", "26379": "sentinel"}


class BrokerUrlNoScheme(Rule):
    """The broker URL has no scheme, so that all of it is taken for the name of a RabbitMQ host.

    *Why*: kombu looks for `://`.
    A text without it is a host, to be spoken to by AMQP, whatever was meant: `localhost:6379` is not the Redis on that
    port but a host of that odd name, which no resolver knows.
    A list that became a text (`"['amqp://a', 'amqp://b']"`) is no list either.

    *Instead*: begin with the transport, `redis://localhost:6379/0`; several URLs go into a list, or are joined by `;`.
    A bare host name is left alone: it is a RabbitMQ there.
    """

    code = "CK205"
    name = "broker-url-no-scheme"
    severity = "error"
    message = "{name} has no scheme: kombu takes {text} for the name of a RabbitMQ host{unless}"
    fix = "{cure}"
    symptoms = (
        "consumer: Cannot connect to amqp://guest:**@localhost:6379:5672//: [Errno -2] Name or service not known",
        "KeyError: 'No such transport: '",
    )
    bad = """\
broker_url = "localhost:6379"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.config["broker_transport"].value:
            return
        for setting, value, url in each(project, *BROKERS):
            listed = url.lstrip().startswith(("[", "(")) and "://" in url
            if not listed and ("://" in url or not _is_no_host(url)):
                continue
            written = _meant(url)
            cure = "write the list itself, not its text: [first, second]" if listed else ""
            yield self.finding(
                value,
                subject=project.config.subject,
                said="no scheme here",
                message="{name} is the text of a list, which kombu takes for one URL{unless}" if listed else None,
                name=setting,
                text=_shown(url),
                unless=unless(value),
                cure=cure or (assignment(project, setting, f'"{written}"') if written else _SAY),
            )
            return


_SAY = "begin with the transport: redis://…, amqp://…"


def _is_no_host(text: str) -> bool:
    """Whether a text without a scheme cannot be meant as the name of a RabbitMQ host."""
    return any(sign in text for sign in ":/@") or (text.lower() in KNOWN_SCHEMES and text.lower() not in _HOSTS_TOO)


def _shown(text: str) -> str:
    """The text, without what may be a password."""
    return f'"{text}"' if "@" not in text else f'"***@{hide_in_text(text.rpartition("@")[2])}"'


def _meant(text: str) -> str:
    """The URL that was meant, where that is plain and holds no secret; else ""."""
    host, found, port = text.partition(":")
    if text.lower() in KNOWN_SCHEMES:
        return f"{text.lower()}://localhost" if text.lower() in {"redis", "rediss"} else f"{text.lower()}://"
    if not found or "@" in text or "/" in host:
        return ""
    scheme = _PORTS.get(port.partition("/")[0], "")
    return hide_in_text(f"{scheme}://{text}") if scheme else ""
