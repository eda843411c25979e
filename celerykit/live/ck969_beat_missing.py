from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.beats import answering_beats, beats_here, is_all_here, may_be_of
from celerykit.live.settings import setting
from celerykit.live.system import System
from celerykit.rules.scheduling import entries

_HOW = "whether a beat runs cannot be seen from here: see whether celery beat runs on the machine that is to run it"


class BeatMissing(LiveCheck):
    """Tasks are scheduled, and nobody sends them.

    *Why*: a worker runs what is sent to it. What stands on the schedule is sent by a process of its own, `celery beat`,
    or by a worker with `-B`; where neither runs, nothing says so, and the tasks never come.

    *Instead*: start one `celery -A proj beat`, and no second one. From Celery 5.7 on `beat_enable_remote_control` lets
    it answer `celery inspect ping`, and this check sees it wherever it runs; without it, a beat is seen on this machine
    only.
    """

    code = "CK969"
    name = "beat-missing"
    severity = "warning"
    message = "{count} on the schedule, and {why}"
    fix = "start celery -A {app} beat, once"
    asks = "the nodes: `ping`; this machine: its processes"
    symptoms = ("periodic tasks never run", "nothing happens at the time that the crontab says")

    def check(self, system: System) -> Iterator[Finding]:
        count = len(list(entries(system.project)))
        if not count or system.once(answering_beats):
            return
        if any(may_be_of(system.project, each) for each in system.once(beats_here)):
            return
        if setting(system.project, "beat_enable_remote_control"):
            why = "no beat answers, though beat_enable_remote_control is on"
        elif system.once(is_all_here):
            why = "no beat runs on this machine, where broker and workers do"
        else:
            raise NotChecked(_HOW)
        yield self.at(
            Thing("beat", system.project.app or "celery beat"),
            count="1 task stands" if count == 1 else f"{count} tasks stand",
            why=why,
            app=system.project.app.partition(":")[0] or "PROJ",
        )
