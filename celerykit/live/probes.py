"""One quick question to the broker, or to one worker: for the health checks of containers.

It is asked through kombu alone: to import Celery would take longer than the answer.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from celerykit.live.deadlines import within
from celerykit.live.troubles import trouble
from celerykit.values.secrets import hide_in_text

__all__ = ["Probe", "node_name", "probe_broker", "probe_worker"]

# kombu tries a broker that is away again and again; a probe once.
_ONCE = {"max_retries": 1, "interval_start": 0, "timeout": 1e-6, "reraise_as_library_errors": False}


@dataclass(frozen=True, slots=True)
class Probe:
    """What was learned. subject: the node's name, or the broker's URL without its password.

    seconds: that the answer took. reason: why there is none.
    """

    probe: Literal["worker", "broker"]
    subject: str
    seconds: float
    reason: str = ""

    @property
    def subject_is(self) -> str:
        """What the subject is: "node" or "broker"."""
        return "node" if self.probe == "worker" else "broker"

    @property
    def ok(self) -> bool:
        """Whether the right answer came."""
        return not self.reason


def probe_broker(settings: Mapping[str, Any], limit: float) -> Probe:
    """Whether the broker takes us in and answers, within so many seconds."""

    def ask(connection: Any) -> str:
        # RabbitMQ has answered when the channel is open; Redis is not spoken to before something is asked.
        client: Any = getattr(connection.default_channel, "client", None)
        if hasattr(client, "ping"):
            client.ping()
        return ""

    return _probed(ask, settings, "broker", hide_in_text(_url(settings)), limit)


def probe_worker(settings: Mapping[str, Any], node: str, limit: float) -> Probe:
    """Whether the worker of this node name answers within so many seconds; no other is asked.

    settings: as `probe_settings` gives them. A beat that answers remote control (Celery 5.7) has a node name too.
    """

    def ask(connection: Any) -> str:
        if not connection.supports_exchange_type("fanout"):
            return "this broker carries no remote control"
        replies = _mailbox(settings)(connection).call([node], "ping", timeout=limit)
        return "" if any(reply.get(node) == {"ok": "pong"} for reply in replies) else _silence(limit)

    return _probed(ask, settings, "worker", node, limit)


def node_name(given: str = "") -> str:
    """A node's name, from what is given to `celery worker -n`; with nothing, that of a worker without `-n`.

    %h, %n and %d stand for the host's name, its first part, and the rest (celery/utils/nodenames.py).
    """
    host = socket.gethostname()
    name, at, rest = given.partition("@")
    full = f"{name or 'celery'}@{rest or host}" if at else f"celery@{given or host}"
    short, _, domain = host.partition(".")
    meanings = {"%h": host, "%n": short, "%d": domain, "%i": "0", "%I": ""}
    return re.sub(r"%\w", lambda sign: meanings.get(sign[0], sign[0]), full)


def _probed(
    ask: Callable[[Any], str],
    settings: Mapping[str, Any],
    probe: Literal["worker", "broker"],
    subject: str,
    limit: float,
) -> Probe:
    begun = time.monotonic()
    try:
        connection = _connection(settings, limit)
        begun = time.monotonic()
        # Given up from outside: a name that resolves slowly, a server that dribbles, keep to no limit of a client's.
        reason = within(limit, lambda: _connected(connection, ask))
    except TimeoutError:
        reason = _silence(limit)
    except Exception as error:
        reason = trouble(error).words
    return Probe(probe, subject, round(time.monotonic() - begun, 4), reason)


def _silence(limit: float) -> str:
    return f"no answer within {limit:g} s"


def _url(settings: Mapping[str, Any]) -> Any:
    return settings.get("broker_read_url") or settings["broker_url"]


def _connection(settings: Mapping[str, Any], limit: float) -> Any:
    """A connection that is not open yet, its client library loaded."""
    from kombu.connection import Connection

    made: Any = Connection(  # type: ignore[no-untyped-call]  # kombu has no types
        _url(settings),
        ssl=settings.get("broker_use_ssl"),
        connect_timeout=limit,
        login_method=settings.get("broker_login_method"),
        transport_options=settings.get("broker_transport_options"),
    )
    made.transport  # noqa: B018 - loads it
    return made


def _connected(connection: Any, ask: Callable[[Any], str]) -> str:
    try:
        connection.ensure_connection(**_ONCE)
        return ask(connection)
    finally:
        connection.release()


def _mailbox(settings: Mapping[str, Any]) -> Any:
    from kombu.pidbox import Mailbox

    # As Celery makes its own (celery/app/control.py).
    expires = settings.get("control_queue_expires", 10.0)
    return Mailbox(  # type: ignore[no-untyped-call]  # kombu has no types
        settings.get("control_exchange", "celery"),
        type="fanout",
        accept=settings.get("accept_content", ["json"]),
        serializer=settings.get("task_serializer", "json"),
        reply_queue_expires=expires,
    )
