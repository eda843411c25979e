from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.urls import broker
from celerykit.rules.words import named, number


class HeartbeatIneffective(Rule):
    """A heartbeat is asked for of a broker that has none.

    *Why*: heartbeats are a part of AMQP.
    No other of kombu's transports sends any, so that a dead connection to Redis or SQS is noticed no sooner.

    *Instead*: leave it out; for Redis, set `socket_timeout` and `health_check_interval` in `broker_transport_options`.
    """

    code = "CK220"
    name = "heartbeat-ineffective"
    severity = "info"
    brokers = ("redis", "sentinel", "sqs", "sqlalchemy", "filesystem", "memory")
    message = "{title} has no heartbeats: {name} = {seconds} does nothing"
    fix = "{cure}"
    symptoms = ("a dead connection is not noticed in spite of broker_heartbeat",)
    bad = """\
broker_url = "redis://localhost:6379/0"
broker_heartbeat = 30
"""
    good = """\
broker_url = "amqp://localhost//"
broker_heartbeat = 30
"""

    def check(self, project: Project) -> Iterator[Finding]:
        beat, url, kind = project.config["broker_heartbeat"], project.config["broker_url"], broker(project)
        if kind is None or kind.name == "amqp" or url.variable or not beat.known:
            return
        if isinstance(beat.value, bool) or not isinstance(beat.value, (int, float)) or beat.value <= 0:
            return
        entry = project.config.entry("broker_heartbeat")
        yield self.finding(
            beat,
            subject=project.config.subject,
            said="sent to nobody",
            related=label(url, "the transport in force"),
            title=kind.title,
            name=entry.name if entry else "broker_heartbeat",
            seconds=number(beat.value),
            cure='broker_transport_options = {"socket_timeout": 30, "health_check_interval": 25}'
            if kind.name in {"redis", "sentinel"}
            else f"leave {named(project, 'broker_heartbeat')} out",
        )
