from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System

# The first RabbitMQ that refuses queues which are neither durable nor exclusive; the first Celery without them, and
# the first that can be told (celery/app/defaults.py; RabbitMQ's notes on 4.3.0).
_REFUSES = (4, 3)
_WITHOUT, _CAN_BE_TOLD = (5, 7), (5, 6)


class ServerVersionUnsupported(LiveCheck):
    """The server is of a version with which this Celery does not work.

    *Why*: RabbitMQ 4.3 refuses queues that are neither durable nor exclusive. Before 5.7, those by which Celery takes
    remote control and receives events are such: a worker does not start, `celery inspect` gets `541 INTERNAL_ERROR`.

    *Instead*: Celery 5.7; with 5.6, `control_queue_exclusive = True` and `event_queue_exclusive = True`.
    """

    code = "CK906"
    name = "server-version-unsupported"
    severity = "error"
    brokers = ("amqp",)
    message = "RabbitMQ {server} refuses the queues by which Celery {celery} takes remote control: workers do not start"
    fix = "{cure}"
    asks = "RabbitMQ: its version, which it tells when a client connects"
    symptoms = ("541 INTERNAL_ERROR when a worker starts, or at the first celery inspect",)

    def check(self, system: System) -> Iterator[Finding]:
        server, celery = system.once(rabbitmq), system.project.celery
        if server is None or server.product != "RabbitMQ" or not server.at_least(*_REFUSES):
            return
        release = tuple(int(part) for part in celery.split(".")[:2] if part.isdigit())
        can_be_told = release >= _CAN_BE_TOLD
        if not release or release >= _WITHOUT or (can_be_told and _told(system)):
            return
        cure = "take Celery 5.7"
        if can_be_told:
            cure += ", or set control_queue_exclusive and event_queue_exclusive to True"
        yield self.at(server.side, server=server.version, celery=celery, cure=cure)


def _told(system: System) -> bool:
    """Whether the configuration may make these queues such as RabbitMQ takes."""
    said = [system.project.config[f"control_queue_{word}"] for word in ("exclusive", "durable")]
    return any(value.unknown or (value.known and value.value) for value in said)
