from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import transport_option
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import unless


class ConfirmPublishMissing(Rule):
    """A program does not wait until RabbitMQ has what it sent.

    *Why*: without confirmations `delay()` returns when the message is in the network.
    What is sent to a broker that is dying is lost, and nobody is told: two of 3600 tasks in a restart of RabbitMQ, on
    quorum queues no less than on classic ones.
    With confirmations none was, as sending raises and is tried again.
    They cost about half of the tasks per second that one process can send.

    *Instead*: `broker_transport_options = {"confirm_publish": True}`.
    """

    code = "CK423"
    name = "confirm-publish-missing"
    severity = "info"
    brokers = ("amqp",)
    message = (
        "RabbitMQ keeps tasks {how}, but sending does not wait until it has them, as confirm_publish is {off}: "
        "what is sent while the broker goes down is lost without an error{unless}"
    )
    fix = '"confirm_publish": True in broker_transport_options'
    symptoms = ("a task that was sent during a restart of RabbitMQ was never received",)
    bad = """\
broker_url = "amqp://localhost"
"""
    good = """\
broker_url = "amqp://localhost"
broker_transport_options = {"confirm_publish": True}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        confirm, url = transport_option(project, "confirm_publish", False), project.config["broker_url"]
        if confirm.unknown or confirm.value or not project.config.written("broker_url"):
            return
        quorum = next((kind for _, kind in quorum_queues(project)), None)
        yield self.finding(
            confirm if confirm.known else quorum or url,
            subject=project.config.subject,
            said="sending does not wait" if confirm.known else "",
            related=label(quorum, "kept on several nodes") if quorum and confirm.known else (),
            severity="warning" if quorum or confirm.known else None,
            how="in quorum queues" if quorum else "until they are done",
            off="False" if confirm.known else "off by default",
            unless=unless(confirm, url),
        )
