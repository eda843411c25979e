from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.programs import configured
from celerykit.rules.scheduling import entries, is_beat, is_beat_s_own_scheduler, seconds, who
from celerykit.rules.words import assignment, number

# Seconds. What is sent so seldom is lost when the count begins anew with each deploy.
_SELDOM = 6 * 3600.0
_SHORT_LIVED = frozenset({"kubernetes", "procfile"})
_ROOT = (None, "", "0", "root")


class BeatScheduleFile(Rule):
    """Beat cannot write the file in which it remembers its last runs, or loses it.

    *Why*: beat keeps the time of each entry's last run in a file, `celerybeat-schedule` in its working directory.
    In a container that runs as another user than root, that directory is often not its own: `Permission denied`, and
    beat exits. In a file system that ends with the container, the time is lost: an interval of a day then begins
    anew with every deploy, and may never come to its end.

    *Instead*: name a file in a folder that beat may write to, on a volume: `celery beat -s /var/lib/beat/schedule`.
    A crontab is due by the clock, and needs no memory.
    """

    code = "CK616"
    name = "beat-schedule-file"
    severity = "info"
    message = (
        "{who} writes its schedule to {file} in the working directory, but runs as {user}: "
        "unless {user} may write there, beat exits with Permission denied"
    )
    fix = "{cure}"
    symptoms = (
        "PermissionError: [Errno 13] Permission denied: 'celerybeat-schedule'",
        "_dbm.error: [Errno 13] Permission denied: 'celerybeat-schedule'",
        "a daily task never runs",
    )
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: Dockerfile
FROM python:3.13
USER app
CMD celery -A proj beat
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: Dockerfile
FROM python:3.13
USER app
CMD celery -A proj beat -s /tmp/celerybeat-schedule
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if not is_beat_s_own_scheduler(project):
            return
        locked_out: list[tuple[Process, Value]] = []
        for beat in project.deployment.processes:
            file = _file(beat, project)
            user = _user(beat, project)
            if file and user and user.known and user.value not in _ROOT:
                locked_out.append((beat, user))
            elif file and beat.where in _SHORT_LIVED:
                yield from self._forgotten(project, beat, file)
        if locked_out:
            yield self._not_writable(project, locked_out)

    def _not_writable(self, project: Project, locked_out: list[tuple[Process, Value]]) -> Finding:
        (beat, user), *others = locked_out
        file = _file(beat, project)
        return self.finding(
            beat.place,
            subject=project.app,
            said="beat starts here",
            related=[
                *label(user, "as this user"),
                *(part for each, _ in others for part in label(each.place, "so here")),
            ],
            who=beat.name or "beat",
            file=file.value if file else "",
            user=user.value,
            cure="celery beat -s /tmp/celerybeat-schedule, or a folder on a volume that this user owns",
        )

    def _forgotten(self, project: Project, beat: Process, file: Value) -> Iterator[Finding]:
        seldom = next((each for each in entries(project) if (seconds(each.schedule) or 0) >= _SELDOM), None)
        if seldom:
            yield self.finding(
                seldom.schedule,
                subject=project.app,
                said="counted from the last run that beat remembers",
                related=label(beat.place, f"it remembers in {file.value}, which ends with this"),
                message="entry {entry} is sent {every} s after its last run, which beat forgets with every deploy",
                fix="use crontab(…), which is due by the clock, or {cure}",
                entry=who(seldom),
                every=number(seconds(seldom.schedule) or 0),
                cure=assignment(project, "beat_schedule_filename", '"/a/volume/celerybeat-schedule"'),
            )


def _file(beat: Process, project: Project) -> Value | None:
    """The file, in its working directory, in which a process keeps the schedule; None where it keeps none there."""
    file = beat.options.get("schedule") or configured(project, "beat_schedule_filename")
    here = isinstance(file.value, str) and not file.value.startswith("/")
    return file if is_beat(beat) and beat.complete and here else None


def _user(beat: Process, project: Project) -> Value | None:
    """Who runs it: what the file that starts it says, else the only image that there is."""
    if beat.user.known or beat.user.unknown:
        return beat.user
    images = project.deployment.images
    return images[0].user if len(images) == 1 and (beat.container or beat.where == "dockerfile") else None
