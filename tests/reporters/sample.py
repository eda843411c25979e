"""A report like that of house-style.md, and the files that it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from celerykit.findings import Finding, Label, Report, Undecided
from celerykit.values.places import Place

FILES = {
    "celeryconfig.py": [
        "import os",
        "",
        'broker_url = "redis://cache:6379/0"',
        'result_backend = os.environ["RESULTS"]',
        "",
        "",
        "",
        "task_acks_late = True",
        "task_time_limit = 7200",
        'broker_transport_options = {"visibility_timeout": 3600}',
    ],
    "tasks.py": ["", "@app.task(acks_late=True)", "def add(x, y): ..."],
}

FINDING = Finding(
    code="CK401",
    rule="visibility-timeout-too-short",
    severity="error",
    message="a task may run 7200 s and is acknowledged only at its end, but Redis redelivers it after 3600 s",
    fix="set visibility_timeout above 7200, or task_time_limit below 3600",
    place=Place("celeryconfig.py", 10, 51, 55),
    label="redelivered after this many seconds",
    related=(
        Label(Place("celeryconfig.py", 9, 19, 23), "a task may run this long"),
        Label(Place("celeryconfig.py", 8, 18, 22), "acknowledged only at its end"),
    ),
)
REPORT = Report(
    findings=(FINDING,),
    unknown=(Undecided("result_backend", 'os.environ["RESULTS"]', Place("celeryconfig.py", 4, 18, 39)),),
    silenced=1,
    rules_run=23,
    settings_read=9,
    subjects=("celeryconfig.py",),
)


def lines(path: str) -> Sequence[str]:
    return FILES.get(path, ())


def lines_of(*text: str) -> Callable[[str], Sequence[str]]:
    return lambda path: text


def one(**changes: object) -> Report:
    """A report with the one finding, changed."""
    return Report(findings=(replace(FINDING, **{"related": (), **changes}),))  # type: ignore[arg-type]
