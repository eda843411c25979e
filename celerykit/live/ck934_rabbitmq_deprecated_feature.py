from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.deprecations import deprecations
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System


class RabbitmqDeprecatedFeature(LiveCheck):
    """Something on RabbitMQ is of a kind that newer releases refuse.

    *Why*: RabbitMQ 4.0 has no mirrored classic queues, and 4.3 no queues that are neither durable nor exclusive, as
    Celery before 5.7 made them for remote control and events. After the upgrade, workers cannot declare such queues
    (541 INTERNAL_ERROR), and mirrored queues have no copy. From 3.13 on, RabbitMQ tells which of these it has seen in
    use; before, its queues show it. (The former was tried with an HTTP server that answers as RabbitMQ's manual says,
    the latter with RabbitMQ 3.10.)

    *Instead*: change it before the upgrade.
    """

    code = "CK934"
    name = "rabbitmq-deprecated-feature"
    severity = "warning"
    brokers = ("amqp",)
    message = "{what}: RabbitMQ calls that deprecated ({feature}), and refuses it in releases to come"
    fix = "{cure}"
    asks = "RabbitMQ's management interface: deprecated features in use (3.13 and later), else its queues"
    symptoms = ("transient_nonexcl_queues is deprecated", "541 INTERNAL_ERROR after an upgrade of RabbitMQ")

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        if server is None:
            return
        for one in system.once(deprecations):
            yield self.at(
                server.side,
                severity="warning" if one.told else "info",
                what=one.what,
                feature=one.feature,
                cure=one.cure,
            )
