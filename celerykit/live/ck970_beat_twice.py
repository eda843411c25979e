from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.beats import answering_beats, beats_here, has_lock, may_be_of
from celerykit.live.crews import crew
from celerykit.live.local_processes import LocalProcess
from celerykit.live.system import System
from celerykit.rules.scheduling import has_schedule


class BeatTwice(LiveCheck):
    """Two beats send the same schedule.

    *Why*: a beat does not know of any other, not even of one with the same schedule file: of two that were started in
    one folder each sent every task, so that all of them ran twice.

    *Instead*: run one, apart from the workers, which may then be as many as are needed: in Kubernetes a Deployment of
    its own with `replicas: 1` and the strategy `Recreate`. No worker has `-B` where there is more than one of it. With
    RedBeat (`pip install celery-redbeat`) a second one waits until the first has gone.
    """

    code = "CK970"
    name = "beat-twice"
    severity = "error"
    message = "{count} beats run on this machine in {folder} (processes {pids}): each sends every scheduled task"
    fix = "end all but one of them"
    asks = "the nodes: `ping`; this machine: its processes"
    symptoms = ("periodic tasks run twice", "an e-mail that is scheduled comes two times")

    def check(self, system: System) -> Iterator[Finding]:
        if not has_schedule(system.project) or has_lock(system.project):
            return
        here = list(self._here(system))
        yield from here
        if not here:
            yield from self._answering(system)

    def _here(self, system: System) -> Iterator[Finding]:
        """Those of one folder and the same variables: else they may be two systems of one program."""
        alike: dict[object, list[LocalProcess]] = {}
        for each in system.once(beats_here):
            if each.is_beat and each.folder and each.surroundings is not None and may_be_of(system.project, each):
                alike.setdefault((each.app, each.folder, each.surroundings), []).append(each)
        for beats in alike.values():
            if len(beats) > 1:
                pids = ", ".join(str(pid) for pid in sorted(each.pid for each in beats))
                thing = Thing("beat", beats[0].app or "celery beat")
                yield self.at(thing, count=len(beats), folder=beats[0].folder, pids=pids)

    def _answering(self, system: System) -> Iterator[Finding]:
        answering = system.once(answering_beats)
        count = sum(answering.values())
        if count < 2:
            return
        first, *others = sorted(answering)
        try:
            alone = not system.once(crew).strangers
        except NotChecked:
            alone = False
        yield self.at(
            Thing("beat", first),
            *(Thing("beat", name) for name in others),
            # Where several programs share the broker, each may have a beat of its own.
            severity="warning" if alone else "info",
            message="{count} beats answer: if they are of one program, each sends every scheduled task",
            count=count,
        )
