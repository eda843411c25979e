from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.options import transport_option
from celerykit.rules.words import unless


class SqsVisibilityNotApplied(Rule):
    """A visibility timeout is written for SQS queues that exist already.

    *Why*: kombu gives the timeout to a queue when it makes it, and never again.
    Queues of `predefined_queues` are not made by kombu at all: theirs is what they were made with, 30 seconds
    unless somebody chose another.
    A task that runs longer is given to a second worker while it still runs.

    *Instead*: set the timeout on the queue itself (`VisibilityTimeout`, in Terraform `visibility_timeout_seconds`).
    """

    code = "CK407"
    name = "sqs-visibility-not-applied"
    severity = "warning"
    brokers = ("sqs",)
    message = (
        "visibility_timeout is {timeout}, but the queues of predefined_queues were not made by kombu and keep their "
        "own, which is 30 s unless somebody changed it{unless}"
    )
    fix = "aws sqs set-queue-attributes --queue-url URL --attributes VisibilityTimeout={timeout}"
    symptoms = ("on SQS a task is received again 30 seconds after it began",)
    bad = """\
broker_url = "sqs://"
broker_transport_options = {
    "visibility_timeout": 7200,
    "predefined_queues": {"celery": {"url": "https://sqs.eu-west-1.amazonaws.com/1/celery"}},
}
"""
    good = """\
broker_url = "sqs://"
broker_transport_options = {"visibility_timeout": 7200}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        timeout = transport_option(project, "visibility_timeout", None)
        queues = transport_option(project, "predefined_queues", None)
        if not timeout.known or not timeout.value or not (queues.keys or (queues.known and queues.value)):
            return
        yield self.finding(
            timeout,
            subject=project.config.subject,
            said="given to queues that kombu makes",
            related=label(queues, "made by somebody else"),
            timeout=timeout.value,
            unless=unless(timeout, queues),
        )
