from __future__ import annotations

import re
from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import has_schedule, is_beat
from celerykit.values.places import Place

# In these files, what stands beside each other is started together; scripts and makefiles offer a choice.
_TOGETHER = frozenset({"compose", "kubernetes", "procfile", "supervisor", "systemd"})
# A service whose name speaks of one stage is an alternative to its neighbour.
_STAGES = re.compile(r"(?<![a-z])(dev|development|local|prod|production|staging|test|tests)(?![a-z])")


class MultipleBeat(Rule):
    """More than one beat runs the same schedule.

    *Why*: beats know nothing of each other, and nothing locks: each sends every task, so every task is sent as many
    times as there are beats. A worker with `-B` is a beat, in each of its replicas.

    *Instead*: run `celery beat` by itself, once, and workers without `-B`.
    A scheduler that locks, such as RedBeat, may run more than once.
    """

    code = "CK612"
    name = "multiple-beat"
    severity = "error"
    message = "{what} run {count} beats: every task on the schedule is sent {count} times"
    fix = "{cure}"
    symptoms = ("periodic tasks run twice", "a scheduled task is sent once per replica")
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: compose.yaml
services:
  worker:
    command: celery -A proj worker -B
    deploy:
      replicas: 3
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: compose.yaml
services:
  worker:
    command: celery -A proj worker
    deploy:
      replicas: 3
  beat:
    command: celery -A proj beat
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if not has_schedule(project):
            return
        beats = [each for each in project.deployment.processes if is_beat(each) and not _locks(each, project)]
        for each in beats:
            count = each.replicas.value if each.replicas.decided else None
            if isinstance(count, int) and count > 1:
                yield self._replicas(project, each, count)
        for group in _together(beats):
            yield self._beside_each_other(project, group)

    def _replicas(self, project: Project, beat: Process, count: int) -> Finding:
        return self.finding(
            beat.place,
            subject=project.app,
            said="this is a beat" if beat.kind == "beat" else "-B makes a beat of it",
            related=label(beat.replicas, f"{count} of them run"),
            what=f"{count} replicas of {beat.name or beat.kind}",
            count=count,
            cure="run one replica" if beat.kind == "beat" else "take -B away, and run celery beat once, by itself",
        )

    def _beside_each_other(self, project: Project, beats: list[Process]) -> Finding:
        first, *others = sorted(beats, key=lambda each: each.kind != "worker")
        return self.finding(
            first.place,
            subject=project.app,
            said="-B makes a beat of it" if first.kind == "worker" else "this is a beat",
            related=[piece for other in others for piece in label(other.place, "and so is this")],
            severity="warning",
            what=" and ".join(each.name or each.kind for each in (first, *others)),
            count=len(beats),
            cure="take -B away from the workers" if first.kind == "worker" else "keep one of them",
        )


def _locks(process: Process, project: Project) -> bool:
    """Whether its scheduler makes sure that one of several beats works, or may do so."""
    chosen = process.options.get("scheduler") or project.config["beat_scheduler"]
    if not project.config.complete and "scheduler" not in process.options:
        return False
    known = ("celery.beat", "django_celery_beat")
    return not chosen.decided or bool(chosen.value and not str(chosen.value).startswith(known))


def _together(beats: list[Process]) -> Iterator[list[Process]]:
    """Beats of one app that the same file starts beside each other, with the same schedule."""
    # By place: one that several files start is one in each of them.
    groups: dict[tuple[str, str], dict[Place, Process]] = {}
    for each in beats:
        chosen = each.options.get("schedule")
        together = each.where in _TOGETHER and each.complete and not _STAGES.search(each.name.lower())
        if together and each.place and each.app and not chosen:
            groups.setdefault((each.place.path, each.app), {}).setdefault(each.place, each)
    yield from (list(group.values()) for group in groups.values() if len(group) > 1)
