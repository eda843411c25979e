from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Call, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.release import older_than
from celerykit.values.places import Place

_SENDS = frozenset({"delay", "apply_async", "send_task"})


class PublishInsideTransaction(Rule):
    """A task is sent in a transaction that is not yet committed.

    *Why*: a worker may begin the task before the commit, in another transaction, and does not see what was written.
    Then it raises `DoesNotExist`, or works on what was there before; and where the transaction is rolled back, the
    task runs all the same.

    *Instead*: send it after the commit: `task.delay_on_commit(…)` (from Celery 5.4, with Django), or
    `transaction.on_commit(lambda: task.delay(…))`.
    """

    code = "CK429"
    name = "publish-inside-transaction"
    severity = "warning"
    message = (
        "{who} is sent before the transaction is committed: "
        "a worker that is quick does not see what was written, and a rollback does not take it back"
    )
    fix = "{line}"
    symptoms = (
        "matching query does not exist, in a task that was sent right after the object was saved",
        "a task runs for an object that was never saved",
    )
    bad = """\
from celery import Celery
from django.db import transaction

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def notify(order_id): ...


def order(Order):
    with transaction.atomic():
        made = Order.objects.create()
        notify.delay(made.pk)
"""
    good = """\
from celery import Celery
from django.db import transaction

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def notify(order_id): ...


def order(Order):
    with transaction.atomic():
        made = Order.objects.create()
        transaction.on_commit(lambda: notify.delay(made.pk))
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests or _is_eager(project):
            return
        told: dict[Place, list[Call]] = {}
        for call in project.calls:
            if call.transaction and call.how in _SENDS and not _is_delayed(call):
                told.setdefault(call.transaction, []).append(call)
        for transaction, calls in told.items():
            first, *others = calls
            short = (first.task or "task").rpartition(".")[2]
            after = f"transaction.on_commit(lambda: {short}.delay(…))"
            yield self.finding(
                first.place,
                subject=project.app or project.config.subject,
                said="sent at once",
                related=[
                    *label(transaction, "committed at the end of this"),
                    *(piece for call in others for piece in label(call.place, "sent at once too")),
                ],
                who=first.task or "a task",
                line=after if older_than(project, "5.4") or not project.django else f"{short}.delay_on_commit(…)",
            )


def _is_delayed(call: Call) -> bool:
    """Whether it is sent for later: then the transaction is over, as a rule."""
    said = [call.options[name] for name in ("countdown", "eta") if name in call.options]
    return any(value.unknown or value.value for value in said)


def _is_eager(project: Project) -> bool:
    """Whether tasks run where they are sent, in the same transaction."""
    eager = project.config["task_always_eager"]
    return eager.known and bool(eager.value)
