from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.crews import unheard
from celerykit.live.enumerations import few, waiting
from celerykit.live.queue_depths import Depth, depths
from celerykit.live.system import System
from celerykit.live.workers import answering
from celerykit.project import Project
from celerykit.rules.default_queue import sends_itself, sent_there, unrouted
from celerykit.rules.destinations import own
from celerykit.rules.queues import default_name, in_use
from celerykit.rules.routes import routes


class QueueNobodyReads(LiveCheck):
    """Tasks go to a queue that no worker reads.

    *Why*: Celery makes a queue that it does not know when a task is sent there, and the broker keeps what is in it.
    Nobody is told: the sender sees no error, the workers see no task, and the queue grows.
    A worker reads the queues after its `-Q`, else those of `task_queues`, else the default one; what routes name does
    not count.

    *Instead*: name the queue after `-Q` of a worker, or correct its name in the route.
    """

    code = "CK940"
    name = "queue-nobody-reads"
    severity = "error"
    message = "{who}, but no worker that answers reads it: they read {read}{waiting}"
    fix = "celery worker -Q {queue}, or send it to a queue that is read"
    asks = "all workers: `active_queues`; the broker: how many messages wait, and how many consumers there are"
    symptoms = (
        "the task stays PENDING and never runs, and no worker logs it",
        "a queue grows and has no consumer",
    )

    def check(self, system: System) -> Iterator[Finding]:
        workers = system.once(answering)
        if any(worker.queues is None for worker in workers):
            raise NotChecked("not every worker tells which queues it reads")
        read = sorted(frozenset().union(*(worker.queue_names for worker in workers)))
        known = _known(system)
        for queue, (who, severity) in _sent(system.project).items():
            depth = known.get(queue, Depth(0))
            # Who reads it without an answer may be frozen, or another program's; that it is nobody is not known.
            if queue in read or depth.consumers:
                continue
            if count := unheard(system):
                raise NotChecked(f"{count} more listen and do not answer, and what they read is not known")
            yield self.at(
                Thing("queue", queue),
                severity=severity,
                who=who,
                read=few(read) or "none",
                waiting=f"; {waiting(depth.ready)} there" if depth.ready else "",
                queue=queue,
            )


def _known(system: System) -> Mapping[str, Depth]:
    try:
        return system.once(depths)
    except NotChecked:
        return {}


def _sent(project: Project) -> dict[str, tuple[str, Severity]]:
    """What goes to each queue by name, and how grave it is that it waits there."""
    if project.tests or project.config["task_always_eager"].value:
        return {}
    found: dict[str, list[str]] = {}
    # Of a broadcast each worker has a queue of its own, by another name (kombu/common.py, Broadcast).
    copied = {queue.name for queue in in_use(project).declared if queue.broadcast}
    for each in (each for each in own(project) if each.queue not in copied):
        found.setdefault(each.queue, []).append(f"{each.who} is {'routed' if each.route else 'sent'} there")
    severity: Severity = "error" if project.tasks else "warning"
    said: dict[str, tuple[str, Severity]] = {queue: (whos[0], severity) for queue, whos in found.items()}
    default, landing = default_name(project), _landing(project)
    if default and default not in said and landing:
        said[default] = landing
    return said


def _landing(project: Project) -> tuple[str, Severity] | None:
    """What goes to the default queue; None where nothing is known to."""
    found = routes(project)
    if not found.complete:
        return None
    lost = next(sent_there(project, found), None)
    if lost:
        return f"{lost[0]} is sent there, as what has no route is", "error"
    if name := unrouted(project, found):
        return f"what has no route goes there, such as {name}", "warning"
    if sends_itself(project) or not (project.tasks or found.all):
        return "what has no route goes there", "warning"
    return None
