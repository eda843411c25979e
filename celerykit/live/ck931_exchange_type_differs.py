from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.declarations import declarations
from celerykit.live.refusals import refused_exchanges
from celerykit.live.settings import broker_side
from celerykit.live.system import System


class ExchangeTypeDiffers(LiveCheck):
    """An exchange is on RabbitMQ with another type, or other arguments, than a worker would declare.

    *Why*: an exchange cannot be changed: RabbitMQ refuses a declaration that differs from it (406
    PRECONDITION_FAILED), the worker ends, and a program that publishes through it fails too.
    It comes about when `task_default_exchange_type` is changed, and when two programs share a virtual host.

    *Instead*: give the configuration what the exchange has, or give the exchange another name. Where it is deleted,
    the queues that workers declare are bound again when those start; all that is sent before is lost.
    """

    code = "CK931"
    name = "exchange-type-differs"
    severity = "error"
    brokers = ("amqp",)
    message = "the exchange {exchange} is not what a worker declares, which RabbitMQ refuses: {difference}"
    fix = "declare it as it is, or give it another name (task_default_exchange, or the exchange of the queue)"
    asks = "RabbitMQ: each exchange that is there is declared once more, as a worker would, which changes nothing of it"
    symptoms = ("inequivalent arg 'type' for exchange 'celery' in vhost '/': received 'topic' but current is 'direct'",)

    def check(self, system: System) -> Iterator[Finding]:
        for refusal in system.once(refused_exchanges):
            those = (one for one in system.once(declarations) if one.exchange and one.exchange.name == refusal.name)
            yield self.at(
                system.once(broker_side),
                *(Thing("queue", one.name) for one in those),
                exchange=refusal.name,
                difference="; ".join(refusal.differences),
            )
