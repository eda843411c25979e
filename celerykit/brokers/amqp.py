"""RabbitMQ, over AMQP: kombu/transport/pyamqp.py and amqp/connection.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from celerykit.brokers.base import Broker, acknowledgement, connection_lost, lost_workers, time_limits, tls_files
from celerykit.brokers.publishing import publishing
from celerykit.brokers.quorum import any_quorum, arguments, quorum, quorum_needs, quorum_tells
from celerykit.brokers.stopping import stopping, stops_so
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark
from celerykit.values.durations import in_words
from celerykit.values.patience import SOON

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["CONSUMER_TIMEOUT", "Amqp"]

# RabbitMQ's own advice: more priorities cost memory and CPU (rabbitmq.com/docs/priority).
_MOST_PRIORITIES = 10
# RabbitMQ's default `consumer_timeout`, in seconds (rabbitmq.com/docs/consumers#acknowledgement-timeout).
CONSUMER_TIMEOUT = 1800
# Celery's default of broker_heartbeat, in seconds. RabbitMQ gives a client up after two that did not come.
_HEARTBEAT = 120
_TLS_FILES = {"tls_ca": "ca_certs", "tls_certificate": "certfile", "tls_key": "keyfile"}


class Amqp(Broker):
    """RabbitMQ, with classic or quorum queues. An unacknowledged message comes back when its connection is gone."""

    name = "amqp"
    title = "RabbitMQ"
    schemes = ("amqp", "amqps", "pyamqp")
    options: ClassVar[Mapping[str, Option]] = {
        "authentication": Option("any", (), "SASL mechanisms"),
        "channel_max": Option("int", 65535, "channels on one connection"),
        "client_properties": Option("mapping", None, "what the client says of itself"),
        "confirm_publish": Option("bool", False, "whether a publisher waits until the broker has the message"),
        "connect_timeout": Option("seconds", None, "seconds to wait for a connection"),
        "frame_max": Option("int", 131072, "bytes of one frame"),
        "heartbeat": Option("seconds", 0, "seconds between heartbeats"),
        "host": Option("string", "localhost:5672", "host and port; broker_url says it better"),
        "locale": Option("string", "en_US", "locale of messages"),
        "login_method": Option("string", None, "SASL mechanism"),
        "login_response": Option("any", None, "answer to the SASL challenge", secret=True),
        "on_blocked": Option("callable", None, "called when the broker blocks the connection"),
        "on_open": Option("callable", None, "called when the connection is open"),
        "on_tune_ok": Option("callable", None, "called when limits are agreed"),
        "on_unblocked": Option("callable", None, "called when the broker unblocks the connection"),
        "password": Option("string", "guest", "password; broker_url says it better", secret=True),
        "read_timeout": Option("seconds", None, "seconds to wait for data"),
        "socket_settings": Option("mapping", None, "TCP options"),
        "ssl": Option("any", False, "TLS; broker_use_ssl says it better"),
        "userid": Option("string", "guest", "user; broker_url says it better"),
        "virtual_host": Option("string", "/", "virtual host; broker_url says it better"),
        "write_timeout": Option("seconds", None, "seconds to wait until data is sent"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """RabbitMQ keeps every intent; what depends on its consumer_timeout is said by `needs`."""
        stop, refused = stopping(intents, celery)
        kind, unlike = quorum(intents, celery)
        encrypted, contradicted = _tls(intents, url)
        compiled = [*time_limits(intents), *acknowledgement(intents, celery), *publishing(intents, celery), *stop]
        compiled += [*connection_lost(intents, cancel=True), *_certain(intents), *kind, *encrypted]
        refused = [*refused, *unlike, *contradicted]
        if len(intents.priorities) > _MOST_PRIORITIES:
            fact = (
                f"{len(intents.priorities)} priorities are named, and RabbitMQ should have {_MOST_PRIORITIES} at most"
            )
            refused.append(Refusal("priorities", fact, f"name {_MOST_PRIORITIES} at most"))
        elif intents.priorities and not any_quorum(intents):
            usual = self.priority(intents.usual_priority() or "", intents)
            compiled.append(Compiled(("task_queue_max_priority",), len(intents.priorities) - 1 or 1, "priorities"))
            compiled.append(Compiled(("task_default_priority",), usual, "priorities"))
        return compiled, refused

    def priority(self, name: str, intents: Intents) -> int | None:
        """The highest number is the most urgent on RabbitMQ (rabbitmq.com/docs/priority)."""
        return intents.priorities.index(name) if name in intents.priorities else None

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """A consumer_timeout above what a message may stay unacknowledged: a delay, then its wait, then its run."""
        held = _held(intents)
        if held < CONSUMER_TIMEOUT:
            return quorum_needs(intents)
        usual = f"its default is {in_words(CONSUMER_TIMEOUT)}"
        return (
            f"consumer_timeout above {in_words(held)} ({usual}): else messages are taken back and the worker stops",
            *quorum_needs(intents),
        )

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """When a killed worker's tasks come back, what a stop takes, and what an older Celery does less well."""
        return (
            *_away(intents, settings),
            *lost_workers(intents, celery),
            *stops_so(intents, celery),
            *quorum_tells(intents, celery),
            *tls_files(intents),
            *_verified_as_one(settings),
        )

    def queue(self, name: str, intents: Intents) -> Mapping[str, object]:
        """A quorum queue, where it is to be replicated."""
        return arguments(name, intents)

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service:
        """One RabbitMQ, or three nodes where queues are replicated, with the consumer_timeout that is needed."""
        from celerykit.services.rabbitmq import rabbitmq_service

        needs = [need for need in self.needs(intents, settings) if need.startswith("consumer_timeout")]
        kept = [need for need in quorum_needs(intents) if need.startswith(("RabbitMQ", "three nodes"))]
        held = ("longest_task",) if any_quorum(intents) else ("longest_delay", "longest_task")
        asked = ", ".join(name for name in held if getattr(intents, name) is not None)
        return rabbitmq_service(
            settings,
            held=_held(intents) if needs else None,
            replicated=bool(intents.replicated or intents.replicated_queues),
            keeps=dict.fromkeys(needs, asked) | dict.fromkeys(kept, "replicated"),
        )


def _held(intents: Intents) -> float:
    """Seconds for which a message may stay unacknowledged: its delay, its wait for the task before it, its run.

    With quorum queues a delay is RabbitMQ's own affair, and no worker holds the message.
    """
    delay = 0 if any_quorum(intents) else intents.longest_delay or 0
    return delay + 2 * (intents.longest_task or 0)


def _certain(intents: Intents) -> list[Compiled]:
    """A publisher that knows whether the broker has the message; without, what is sent to a dead one is lost unnoticed.

    read_timeout bounds the wait for the confirmation by a broker that neither answers nor goes away.
    """
    how, intent = intents.manner()
    compiled = []
    if how is not None:
        said = "delivery" if intents.delivery == "at-least-once" else intent
        compiled.append(Compiled(("broker_transport_options", "confirm_publish"), True, said))
    if how == "fail-fast":
        compiled.append(Compiled(("broker_transport_options", "read_timeout"), SOON, intent))
    if intents.delivery == "at-least-once":
        compiled.append(Compiled(("task_default_delivery_mode",), 2, "delivery"))
    return compiled


def _tls(intents: Intents, url: str) -> tuple[list[Compiled], list[Refusal]]:
    """Certificate and host name verified, for amqps:// whatever is wanted: by itself it looks at no name.

    py-amqp verifies the certificate unless told otherwise, and the name where it is told one (amqp/transport.py,
    _wrap_socket_sni). None stands for the host of the URL, which kombu fills in, but after it has made 127.0.0.1 of
    localhost (kombu/transport/pyamqp.py). With amqp:// and the setting, kombu speaks TLS to the port in the URL.
    """
    always = url.startswith("amqps://")
    if intents.tls is False and always:
        return [], [Refusal("tls", "tls = false, but amqps:// in the broker's URL is TLS", "write amqp://…")]
    if not (always or intents.tls):
        return [], []
    name = "localhost" if _host(url) == "localhost" else None
    compiled = [Compiled(("broker_use_ssl", "server_hostname"), name, "tls")]
    if intents.tls:
        compiled.append(Compiled(("broker_use_ssl", "cert_reqs"), "required", "tls"))
    files = {intent: getattr(intents, intent) for intent in _TLS_FILES}
    compiled += [Compiled(("broker_use_ssl", _TLS_FILES[name]), path, name) for name, path in files.items() if path]
    return compiled, []


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(url).hostname or "localhost"
    except ValueError:
        return ""


def _away(intents: Intents, settings: Mapping[str, object]) -> Iterator[Remark]:
    if intents.delivery != "at-least-once":
        return
    beat = settings.get("broker_heartbeat", _HEARTBEAT)
    text = "on RabbitMQ the tasks of a worker that is killed come back at once, as its connection is gone"
    if isinstance(beat, (int, float)) and beat > 0:
        text += f"; those of a machine that vanishes, within {in_words(2 * beat)} (two heartbeats)"
    else:
        text += "; those of a machine that vanishes, when TCP notices (broker_heartbeat is off)"
    yield Remark("recover_within", text)


def _verified_as_one(settings: Mapping[str, object]) -> Iterator[Remark]:
    """Of several hosts, kombu asks all certificates for the name of the first it connected to."""
    given, ssl = settings.get("broker_url") or "", settings.get("broker_use_ssl")
    urls = given if isinstance(given, (list, tuple)) else str(given).split(";")
    if len({_host(str(url)) for url in urls}) < 2 or not isinstance(ssl, Mapping) or ssl.get("server_hostname", ""):
        return
    text = (
        "kombu verifies all nodes by the name of the first: let each node's certificate have the names of all, or one "
        "in common, given as broker_use_ssl.server_hostname"
    )
    yield Remark("tls", text, "warning")
