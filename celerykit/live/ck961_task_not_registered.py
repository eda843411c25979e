from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.enumerations import few
from celerykit.live.missing_tasks import Missing, missing
from celerykit.live.system import System


class TaskNotRegistered(LiveCheck):
    """A worker reads a queue and does not know a task that goes there.

    *Why*: it logs `Received unregistered task of type …` and throws the message away; the sender is not told. Where
    several workers read one queue and one of them does not know the task, chance decides which tasks are lost.
    The usual reason is a module that `include` or `imports` does not name: the program that sends has it, the worker
    never imports it.

    *Instead*: name the module in `include`, and start the worker again.
    A task that is declared, and that nobody is seen to send, is a warning, or an info.
    """

    code = "CK961"
    name = "task-not-registered"
    severity = "error"
    message = "{tasks} {goes}, but {who} it: {lost}"
    fix = "{cure}"
    asks = "all workers: `registered`, `active_queues`"
    symptoms = (
        "Received unregistered task of type 'proj.mail.send'. The message has been ignored and discarded.",
        "some of the tasks vanish, others of the same name run",
        "celery.exceptions.NotRegistered",
    )

    def check(self, system: System) -> Iterator[Finding]:
        # Of a program whose imports are all seen, the rule about them says the same.
        doubtful: Severity = "warning" if system.project.imports_complete else "info"
        modules = {task.name: task.module for task in system.project.tasks}
        for one in system.once(missing):
            if one.stale:
                continue
            things = [Thing("task", name) for name in one.tasks]
            workers = (Thing("worker", worker.name) for worker in one.lacking)
            of = sorted({module for name in one.tasks if (module := modules.get(name))})
            yield self.at(
                things[0],
                *things[1:],
                *workers,
                severity="error" if one.certain else doubtful,
                tasks=few(one.tasks),
                goes=_goes(one),
                who=_who(one),
                lost="what it takes of it is discarded" if one.having else "what is sent is discarded",
                cure=f"name {few(of)} in include, and start the workers again" if of else _NO_MODULE,
            )


_NO_MODULE = "correct the name, or start a worker that has it"


def _goes(one: Missing) -> str:
    several = len(one.tasks) > 1
    if one.queue is None:
        return "belong to this program" if several else "belongs to this program"
    return f"{'go' if several else 'goes'} to queue {one.queue}"


def _who(one: Missing) -> str:
    if one.having:
        return f"{few([worker.name for worker in one.lacking])}, beside {few(one.having)}, does not know"
    if one.queue is None:
        return "no worker that answers knows"
    return f"{few([worker.name for worker in one.lacking])}, which reads it, does not know"
