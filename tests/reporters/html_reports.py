"""Reports for the tests of the page: with every part of one, and with hundreds of findings."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

from celerykit.findings import Edit, Finding, Label, Report, Severity, Thing
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT

TWICE = "the same task id is received twice"
FOR_EVER = "a task stays PENDING for ever"

LATE = replace(FINDING, symptoms=(TWICE, "a long task starts again"))
RENAMED = Finding(
    code="CK116",
    rule="deprecated-old-names",
    severity="info",
    message="CELERY_ACKS_LATE is a name from before Celery 4",
    fix="task_acks_late = \"<late & 'safe'>\"",
    place=Place("celeryconfig.py", 3, 1, 11),
    label="an old name",
    edits=(Edit(Place("celeryconfig.py", 3, 1, 11), "CELERY_ACKS_LATE", "task_acks_late"),),
)
EVICTS = Finding(
    code="CK912",
    rule="redis-evicts",
    severity="warning",
    message="Redis may delete messages when it is full: maxmemory-policy is allkeys-lru",
    fix="CONFIG SET maxmemory-policy noeviction",
    subject="broker redis://:***@cache:6379/0",
    related=(Label(Place("celeryconfig.py", 3, 14, 35), "named here"),),
    things=(Thing("broker", "redis://:***@cache:6379/0"), Thing("queue", "celery")),
    symptoms=(FOR_EVER,),
)
ROUTED = Finding(
    code="CK509",
    rule="route-to-nowhere",
    severity="error",
    message="tasks.add goes to a queue that no worker reads",
    fix="celery -A proj worker -Q slow",
    place=Place("tasks.py", 2, 2, 10),
    symptoms=(FOR_EVER, TWICE),
)

MIXED = replace(
    REPORT,
    findings=(RENAMED, EVICTS, LATE, ROUTED),
    live_checks_run=12,
    not_checked=("the result backend: no answer within 1 s",),
    seen=("worker celery@web-1: Celery 5.7.0, pool prefork",),
)


def many(number: int) -> Report:
    """A report with so many findings: of thirty rules, each with two symptoms, in a hundred files."""
    return Report(findings=tuple(islice(map(_one, range(number), cycle(("error", "warning", "info"))), number)))


def _one(number: int, severity: Severity) -> Finding:
    rule = number % 30
    return replace(
        FINDING,
        code=f"CK{700 + rule}",
        rule=f"rule-{rule}",
        severity=severity,
        message=f"finding number {number} of many",
        place=Place(f"folder/file_{number % 100}.py", number + 1, 1, 4),
        related=(),
        symptoms=(f"seen of rule {rule}", f"seen of every fifth: {number % 5}"),
    )
