from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.delays import delays
from celerykit.rules.visibility import visibility_timeout
from celerykit.rules.words import number, unless


class VisibilityTimeoutEta(Rule):
    """A task is delayed for longer than the broker waits for its acknowledgement.

    *Why*: a worker takes a message with a countdown at once, and holds it until its time has come.
    All that while it is not acknowledged, with early acknowledgement no less than with late.
    Redis and SQS give it to another worker once the visibility timeout has passed, which holds it too, and so on:
    when the time has come, each of them runs the task.
    The delay of a retry is such a countdown.

    *Instead*: set the visibility timeout above the longest delay and the longest task together, or let a schedule
    or a table in a database remember what is far away.
    """

    code = "CK404"
    name = "visibility-timeout-eta"
    severity = "error"
    brokers = ("redis", "sentinel", "sqs")
    message = (
        "{what}, and no worker acknowledges it before, but {broker} redelivers it after {timeout} s{unless}: "
        "the task runs once for each delivery"
    )
    fix = "set visibility_timeout above {longest}, with a margin for the run, or shorten the delay"
    symptoms = (
        "a task with an ETA or a countdown runs several times at the same moment",
        "an e-mail that was scheduled for tomorrow is sent many times",
    )
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def remind(): ...


def order():
    remind.apply_async(countdown=24 * 60 * 60)
"""
    good = bad.replace("countdown=24 * 60 * 60", "countdown=10 * 60")

    def check(self, project: Project) -> Iterator[Finding]:
        told = visibility_timeout(project)
        if told is None:
            return
        transport, timeout, away = told
        # A delay as long as the timeout is over when that is: the worker had the message later than it was sent.
        late = sorted((delay for delay in delays(project) if delay.seconds > away), key=lambda delay: -delay.seconds)
        if not late:
            return
        longest, *others = late
        at = timeout if timeout.known else longest.value
        ends = [longest, *others] if timeout.known else others
        yield self.finding(
            at,
            subject=project.app or project.config.subject,
            said="redelivered after this many seconds" if timeout.known else "held unacknowledged for so long",
            related=[piece for delay in ends for piece in label(delay.value, "held unacknowledged for so long")],
            what=longest.words,
            broker=transport.title,
            timeout=number(away),
            unless=("" if timeout.known else ", its default")
            + unless(project.config["broker_url"], timeout, longest.value),
            longest=number(longest.seconds),
        )
