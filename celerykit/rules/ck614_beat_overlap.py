from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import Scheduled, entries, seconds, who
from celerykit.rules.words import number


class BeatOverlap(Rule):
    """A task may run longer than the time to its next run.

    *Why*: beat sends a task whether or not the last run is over. Where runs take longer than the interval, two of them
    work side by side, and a backlog grows in the queue that no worker catches up with.

    *Instead*: lengthen the interval, or lower the task's own limit below it; let messages that are too late expire with
    `"options": {"expires": …}`; take a lock where two runs must not meet.
    """

    code = "CK614"
    name = "beat-overlap"
    severity = "warning"
    message = (
        "beat sends {task} every {every} s, but a run of it may take {limit} s: "
        "runs overlap, and those not yet begun pile up in the queue"
    )
    fix = '"options": {{"expires": {every}}} in entry {entry}, or a {option} below {every}'
    symptoms = ("a periodic task runs twice at the same time", "the queue of periodic tasks grows without end")
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"sync": {"task": "proj.sync", "schedule": 60.0}}


@app.task(time_limit=300)
def sync(): ...
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"sync": {"task": "proj.sync", "schedule": 60.0}}


@app.task(time_limit=50)
def sync(): ...
"""

    def check(self, project: Project) -> Iterator[Finding]:
        tasks = {task.name: task for task in project.tasks if task.name}
        for entry in entries(project):
            task = tasks.get(entry.task.value) if entry.task and isinstance(entry.task.value, str) else None
            every = seconds(entry.schedule)
            if task is None or every is None or every <= 0 or _expires_in_time(entry, every):
                continue
            # A limit for all tasks says nothing of this one's runs; its own does.
            name = "time_limit" if "time_limit" in task.options else "soft_time_limit"
            limit = task.options.get(name)
            if limit and limit.known and isinstance(limit.value, (int, float)) and limit.value > every:
                yield self.finding(
                    entry.schedule,
                    subject=project.app,
                    said="the next run begins after this many seconds",
                    related=label(limit, "and one may take so long"),
                    task=task.name,
                    every=number(every),
                    limit=number(limit.value),
                    entry=who(entry),
                    option=name,
                )


def _expires_in_time(entry: Scheduled, every: float) -> bool:
    """Whether messages that wait longer than the interval are thrown away, or may be."""
    expires: Value | None = entry.options.get("expires")
    if expires is None:
        return not entry.options_complete
    after = seconds(expires)
    return after is None or after <= every
