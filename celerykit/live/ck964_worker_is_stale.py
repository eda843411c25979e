from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.crews import crew
from celerykit.live.enumerations import few
from celerykit.live.missing_tasks import Missing, missing, uptime
from celerykit.live.system import System
from celerykit.live.workers import Worker
from celerykit.project import Project
from celerykit.rules.tasks_known import may_exist
from celerykit.values.durations import in_words


class WorkerIsStale(LiveCheck):
    """A worker still runs an earlier release of the program.

    *Why*: a worker imports the program once, when it starts. One that a deployment forgot takes tasks from the same
    queue as the new ones: those that it does not know it throws away, and those that have changed it runs as they were.

    *Instead*: start it again with the release that the others run.
    A worker that has tasks which the program no longer declares is a warning: it may be the program here that is old.
    """

    code = "CK964"
    name = "worker-is-stale"
    severity = "error"
    message = (
        "it started {before} before {newer} and does not know {tasks}, which {newer} has: "
        "what it takes of that from queue {queue} is discarded"
    )
    fix = "start it again with the release that {newer} runs; if it runs it already, look at what each includes"
    asks = "all workers: `stats`, for the time since each started; `registered`, `active_queues`"
    symptoms = (
        "after a deployment some tasks vanish",
        "old code runs now and then, though the new release is deployed",
        "Received unregistered task of type 'proj.mail.send'. The message has been ignored and discarded.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        told = set()
        for one in system.once(missing):
            for worker in one.lacking if one.stale else ():
                told.add(worker.name)
                yield self._behind(system, one, worker)
        for worker in system.once(crew).own:
            gone = _gone(system.project, worker)
            if gone and worker.name not in told:
                things = (Thing("task", name) for name in gone)
                texts = {"message": _GONE, "fix": _GONE_CURE}
                yield self.at(Thing("worker", worker.name), *things, severity="warning", tasks=few(gone), **texts)

    def _behind(self, system: System, one: Missing, worker: Worker) -> Finding:
        ages = {other.name: uptime(other) or 0.0 for other in system.once(crew).own}
        newer = max(one.having, key=lambda name: ages[name])
        return self.at(
            Thing("worker", worker.name),
            *(Thing("task", name) for name in one.tasks),
            severity="error" if one.certain else "warning",
            before=in_words(ages[worker.name] - ages[newer]),
            newer=newer,
            tasks=few(one.tasks),
            queue=one.queue,
        )


_GONE = "it has {tasks}, which the program does not declare: it runs another release than the one that is here"
_GONE_CURE = "start it again with the release that is here, unless this one is the older"


def _gone(project: Project, worker: Worker) -> list[str]:
    """Tasks that bear the name of a package of the program, which has them no longer."""
    if not project.tasks_complete or project.tasks_guessed:
        return []
    own = (name for name in worker.registered or () if name.partition(".")[0] in project.own)
    return sorted(name for name in own if not may_exist(project, name))
