from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.brokers.amqp import CONSUMER_TIMEOUT
from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.consumer_timeouts import IGNORED_BEFORE, Held, counts, holds, told
from celerykit.live.queue_depths import queue_names
from celerykit.live.rabbitmq import RabbitMq, rabbitmq
from celerykit.live.system import System
from celerykit.rules.queues import argument, declared
from celerykit.rules.words import number


class ConsumerTimeoutTooShort(LiveCheck):
    """RabbitMQ takes a message back before the worker that holds it may be done.

    *Why*: a consumer that does not acknowledge a message within `consumer_timeout` loses its channel (406
    PRECONDITION_FAILED): the worker ends, and all that it held is delivered again. A task that is acknowledged late
    and takes longer never completes.
    A queue can have a timeout of its own (`x-consumer-timeout`, or a policy's `consumer-timeout`) from RabbitMQ 3.12
    on; before, the argument is taken, and ignored. The server's own timeout is told to `rabbitmqctl` alone. (Tried with
    RabbitMQ 3.10; what newer ones tell of their queues, with an HTTP server that answers as RabbitMQ's manual says.)

    *Instead*: raise the timeout above two runs of the longest task and the longest delay, or let tasks be shorter.
    """

    code = "CK932"
    name = "consumer-timeout-too-short"
    severity = "error"
    brokers = ("amqp",)
    message = "RabbitMQ takes back what is not acknowledged after {timeout} s, but {words}"
    fix = "set {where} to {needed} (ms) or more, or let it take less"
    asks = "RabbitMQ's management interface: arguments and policies of the queues"
    symptoms = (
        "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out",
        "a worker on RabbitMQ ends after half an hour, and a long task starts over",
    )

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        if server is None or not counts(system.project, server):
            return
        held = sorted(holds(system.project), key=lambda one: -(one.seconds or 0))
        limits = told(system, server)
        found = [*self._ignored(system, server), *self._short(limits, held)]
        if not found and any(name not in limits for name in queue_names(system)):
            _raise_if_long(server, held)
        yield from found

    def _short(self, limits: Mapping[str, float], held: list[Held]) -> Iterator[Finding]:
        for name, limit in limits.items():
            longest = held[0] if held else None
            if longest and longest.seconds and longest.seconds > limit:
                yield self.at(
                    Thing("queue", name),
                    timeout=number(limit),
                    words=longest.words,
                    where="its x-consumer-timeout (or the policy's consumer-timeout)",
                    needed=int(longest.seconds * 2000) + 60000,  # RabbitMQ looks once a minute
                )

    def _ignored(self, system: System, server: RabbitMq) -> Iterator[Finding]:
        if server.product != "RabbitMQ" or server.at_least(*IGNORED_BEFORE):
            return
        for queue in declared(system.project).declared:
            if queue.name and argument(queue, "x-consumer-timeout").known:
                yield self.at(
                    Thing("queue", queue.name),
                    severity="warning",
                    message=(
                        f"x-consumer-timeout has no effect on RabbitMQ {server.version}: the server's own "
                        "consumer_timeout counts"
                    ),
                    fix="set consumer_timeout in rabbitmq.conf, or upgrade to RabbitMQ 3.12",
                )


def _raise_if_long(server: RabbitMq, held: list[Held]) -> None:
    """Raises NotChecked where messages may be held for longer than the server's own timeout, which it tells nobody."""
    long = [one for one in held if one.seconds is None or one.seconds > CONSUMER_TIMEOUT / 2]
    if long:
        raise NotChecked(
            f"RabbitMQ tells its consumer_timeout to `rabbitmqctl environment` alone: look there, as {long[0].words}"
        )
