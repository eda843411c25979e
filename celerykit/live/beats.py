"""The beats: what sends the tasks of the schedule, as far as it can be seen."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.live.local_processes import LocalProcess, local_processes
from celerykit.live.settings import broker_side, setting
from celerykit.live.system import System
from celerykit.live.workers import answers, asked
from celerykit.project import Project
from celerykit.rules.urls import address, reach

__all__ = ["answering_beats", "beats_here", "has_lock", "is_all_here", "may_be_of"]


def answering_beats(system: System) -> Mapping[str, int]:
    """How many beats of each node name answer: from Celery 5.7 on, with `beat_enable_remote_control`.

    A beat answers `ping` and nothing else. Raises NotChecked, as `answers` does.
    """
    said = system.once(answers)
    silent = said.pongs.keys() - {worker.name for worker in said.workers}
    # A busy worker may have been late with the rest: it is given a second time.
    late = {name for reply in asked(system, "stats", sorted(silent)) for name in reply} if silent else set()
    return {name: said.pongs[name] for name in silent - late}


def beats_here(system: System) -> tuple[LocalProcess, ...]:
    """The beats among this machine's processes, of any program; those without a kind only look like one."""
    return tuple(each for each in system.once(local_processes) if each.is_beat or not each.kind)


def is_all_here(system: System) -> bool:
    """Whether all that is seen of the system runs on this machine: its broker, and all workers, of which there is one.

    Raises NotChecked, as `answers` does.
    """
    found = address(system.once(broker_side).url)
    if found is None or reach(found.host) != "here":
        return False
    workers = system.once(answers).workers
    # A container counts processes by itself: its worker 7 is no worker here.
    here = {each.pid for each in system.once(local_processes) if each.kind == "worker"}
    return bool(workers) and all(worker.stats and worker.stats.get("pid") in here for worker in workers)


def has_lock(project: Project) -> bool:
    """Whether the scheduler sees to it by itself that only one of several beats sends: RedBeat does."""
    chosen = [str(setting(project, "beat_scheduler") or "")]
    for process in (*project.deployment.of("beat"), *project.deployment.workers):
        scheduler = process.options.get("scheduler")
        chosen.append(str(scheduler.value) if scheduler else "")
    return any("redbeat" in name.lower() for name in chosen)


def may_be_of(project: Project, process: LocalProcess) -> bool:
    """Whether a beat here may be this program's, by what its -A names; so it may where nobody can say."""
    app, ours = _top(process.app), _top(project.app)
    return not app or not ours or app == ours


def _top(app: str) -> str:
    return app.partition(":")[0].partition(".")[0]
