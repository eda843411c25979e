from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.alarms import alarms
from celerykit.live.base import LiveCheck
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System


class RabbitmqAlarm(LiveCheck):
    """RabbitMQ is short of memory or disk, and lets nobody publish.

    *Why*: while an alarm is on, RabbitMQ reads nothing from connections that publish, in the whole cluster. A program
    that sends a task waits, for ever unless it has a time limit; workers can report no results through it, and
    `celery inspect` gets no answer. What waits is still delivered to workers that do not publish.

    *Instead*: let workers empty the queues, give the machine more, or raise the limit (`vm_memory_high_watermark`,
    `disk_free_limit`). A limit on the length of queues keeps it from coming back.
    """

    code = "CK933"
    name = "rabbitmq-alarm"
    severity = "error"
    brokers = ("amqp",)
    message = "an alarm is on, and nobody can publish: {words}"
    fix = "let workers empty the queues, or give it more (rabbitmqctl list_queues messages message_bytes_ram)"
    asks = (
        "RabbitMQ's management interface: health checks, nodes; without it, an empty message to nobody, which it drops"
    )
    symptoms = ("apply_async() and delay() hang on RabbitMQ", "connection blocked, see broker logs")

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        if server is None:
            return
        for alarm in system.once(alarms):
            yield self.at(server.side, words=alarm.words)
