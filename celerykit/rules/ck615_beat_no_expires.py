from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import Scheduled, entries, seconds, who
from celerykit.rules.words import number

# Seconds. More often than this, an hour without a worker leaves more messages than anybody wants.
_OFTEN = 60.0
# Entries shown beside the first.
_NAMED = 2


class BeatNoExpires(Rule):
    """A task is sent often, and its messages never expire.

    *Why*: beat goes on sending while no worker runs, or while they are all busy. A task sent every ten seconds then
    waits 360 times after an hour, and the workers run all of these before they come to anything else.

    *Instead*: let a message that the next one makes needless expire: `"options": {"expires": 10}`.
    """

    code = "CK615"
    name = "beat-no-expires"
    severity = "info"
    message = (
        "entry {entry} is sent every {every} s and never expires: "
        "after an hour without a worker, {count} messages of it wait in the queue"
    )
    fix = '"options": {{"expires": {every}}}'
    symptoms = ("after an outage the workers run the same periodic task hundreds of times",)
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"poll": {"task": "proj.poll", "schedule": 10.0}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"poll": {"task": "proj.poll", "schedule": 10.0, "options": {"expires": 10}}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        tasks = {task.name: task for task in project.tasks if task.name}
        found = [
            (entry, every)
            for entry in entries(project)
            if (every := seconds(entry.schedule)) and 0 < every < _OFTEN and not _may_expire(entry, tasks)
        ]
        if not found:
            return
        (first, every), *others = found
        yield self.finding(
            first.schedule,
            subject=project.app or project.config.subject,
            said="as often as this",
            related=[piece for other, _ in others[:_NAMED] for piece in label(other.schedule, "and this one")],
            entry=who(first),
            every=number(every),
            count=int(3600 / every),
        )


def _may_expire(entry: Scheduled, tasks: dict[str, Task]) -> bool:
    task = tasks.get(entry.task.value) if entry.task and isinstance(entry.task.value, str) else None
    if task and ("expires" in task.options or not task.options_complete):
        return True
    return "expires" in entry.options or not entry.options_complete or not entry.complete
