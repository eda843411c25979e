from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.agreements import AGREEMENTS, Agreement
from celerykit.live.base import LiveCheck
from celerykit.live.crews import crew
from celerykit.live.enumerations import few
from celerykit.live.system import System
from celerykit.live.worker_configs import client_project, project_of
from celerykit.live.workers import answering
from celerykit.project import Project, Value
from celerykit.rules.content import accepted, refuses
from celerykit.values.secrets import shown

_CLIENT = "this program"


class WorkerSettingsDiffer(LiveCheck):
    """Workers have settings that do not fit each other, or that do not fit the program that sends.

    *Why*: what one process writes, another reads. A worker on another result backend writes where nobody looks: the
    state stays PENDING. One with other priority steps never looks where the sender puts tasks of some priorities: of
    300 tasks, 197 were never taken. One with a shorter visibility timeout gives back what others still work on. One
    that does not accept the sender's serializer throws the task away.

    *Instead*: let all of them load one configuration, from one place, in one release; and set the same environment
    variables for all: `CELERY_RESULT_BACKEND` beats every file.
    Compared is what is in force, Celery's defaults among it. Passwords and `global_keyprefix` are hidden by workers, so
    of these it is only seen whether there is one. Where two stores differ in the name of their host alone, that is an
    info: a host may have one name in a container, and another outside.
    """

    code = "CK963"
    name = "worker-settings-differ"
    severity = "error"
    message = "{setting} is {values}: {consequence}"
    fix = "set the same {setting} everywhere"
    asks = "all workers: `conf`, defaults among it"
    symptoms = (
        "the task stays PENDING though the worker has run it",
        "tasks of some priorities are never run",
        "a task runs twice",
        "ContentDisallowed: Refusing to deserialize disabled content of type",
        "UnicodeDecodeError, or garbage, in place of a result",
    )

    def check(self, system: System) -> Iterator[Finding]:
        everybody = [(worker.name, project_of(worker)) for worker in system.once(answering)]
        names = {worker.name for worker in system.once(crew).own}
        own = [(name, project) for name, project in everybody if name in names]
        client = (_CLIENT, system.once(client_project))
        for one in AGREEMENTS:
            if one.holds(client[1]):
                sides = everybody if one.for_all else own
                yield from self._compared(one, [client, *sides] if one.with_client else sides)
        yield from self._refused([client, *own])

    def _compared(self, one: Agreement, sides: Sequence[tuple[str, Project]]) -> Iterator[Finding]:
        known = [(name, value) for name, project in sides if (value := one.value(project)) is not None]
        groups: list[tuple[Value, list[str]]] = []
        for name, value in known:
            group = next((group for group in groups if not one.apart(group[0], value)), None)
            if group:
                group[1].append(name)
            else:
                groups.append((value, [name]))
        if len(groups) < 2:
            return
        severity: Severity = one.severity([value for value, _ in groups], sides)
        workers = [Thing("worker", name) for _, who in groups for name in who if name != _CLIENT]
        values = ", ".join(f"{one.shown(value)} for {few(who)}" for value, who in groups)
        texts = {"setting": one.name, "values": values, "consequence": one.said(severity)}
        yield self.at(workers[0], *workers[1:], severity=severity, **texts)

    def _refused(self, sides: Sequence[tuple[str, Project]]) -> Iterator[Finding]:
        """Who writes tasks that a worker does not accept. The program itself reads none."""
        for name, reader in sides[1:]:
            accepts = reader.config["accept_content"]
            for writer, project in sides:
                serializer: Value = project.config["task_serializer"]
                if writer != name and refuses(accepted(accepts), serializer):
                    things = [Thing("worker", writer)] if writer != _CLIENT else []
                    yield self.at(
                        Thing("worker", name),
                        *things,
                        message=_REFUSES,
                        fix="add {serializer} to accept_content there, or set another task_serializer here",
                        accepts=shown(accepts.value),
                        writer=writer,
                        serializer=shown(serializer.value),
                    )
                    break


_REFUSES = (
    "its accept_content is {accepts}, but {writer} writes tasks with task_serializer {serializer}: it discards them"
)
