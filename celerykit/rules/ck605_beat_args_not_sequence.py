from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Parameters, Project, Task, Value
from celerykit.rules.arguments import mismatch
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import Scheduled, entries, who


class BeatArgsNotSequence(Rule):
    """An entry of the schedule gives its task arguments that it cannot be called with.

    *Why*: `args` is a list or a tuple, `kwargs` a dict. `(16)` is the number 16, not a tuple: beat then fails to send
    the task each time, and logs it. A text is a sequence, too: the task is called with its letters.
    With a number of arguments that the task does not take, each run ends with a `TypeError`.

    *Instead*: `"args": (16,)`.
    """

    code = "CK605"
    name = "beat-args-not-sequence"
    severity = "error"
    message = "args of entry {entry} is {what}, not a list or a tuple: {consequence}"
    fix = "{cure}"
    symptoms = (
        "celery.beat.SchedulingError: Couldn't apply scheduled task",
        "TypeError: add() missing 1 required positional argument",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0, "args": (16)}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0, "args": (16,)}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        tasks = {task.name: task for task in project.tasks if task.name}
        for entry in entries(project):
            args, kwargs = entry.fields.get("args"), entry.fields.get("kwargs")
            if args and args.known and args.value and not isinstance(args.value, (list, tuple, set)):
                yield self._wrong_args(project, entry, args)
            elif kwargs and kwargs.known and kwargs.value and not isinstance(kwargs.value, dict):
                yield self._wrong_kwargs(project, entry, kwargs)
            elif entry.written is not None and entry.complete and entry.task and entry.task.known:
                task = tasks.get(entry.task.value) if isinstance(entry.task.value, str) else None
                if task and task.parameters:
                    yield from self._arity(project, entry, task, task.parameters)

    def _wrong_args(self, project: Project, entry: Scheduled, args: Value) -> Finding:
        text = isinstance(args.value, (str, bytes))
        return self.finding(
            args,
            subject=project.app or project.config.subject,
            said="no list, and no tuple",
            entry=who(entry),
            what=args.text or repr(args.value),
            consequence=f"the task is called with {len(args.value)} letters" if text else "beat cannot send the task",
            cure=f'"args": ({args.text.strip("()") or "…"},)',
        )

    def _wrong_kwargs(self, project: Project, entry: Scheduled, kwargs: Value) -> Finding:
        return self.finding(
            kwargs,
            subject=project.app or project.config.subject,
            said="no dict",
            message="kwargs of entry {entry} is {what}, not a dict: beat cannot send the task",
            entry=who(entry),
            what=kwargs.text or repr(kwargs.value),
            cure='"kwargs": {"name": value}',
        )

    def _arity(self, project: Project, entry: Scheduled, task: Task, takes: Parameters) -> Iterator[Finding]:
        """What is wrong where the arguments and the task are both known."""
        args = _items(entry.fields.get("args"))
        kwargs = _keys(entry.fields.get("kwargs"))
        if args is None or kwargs is None:
            return
        what = mismatch(len(args), kwargs, takes)
        if what is None:
            return
        yield self.finding(
            entry.fields.get("args") or entry.fields.get("kwargs") or entry.task,
            subject=project.app or project.config.subject,
            said=f"this {what}",
            related=label(task.place, f"this is what {task.function} takes"),
            message="entry {entry} {what} of {task}: beat cannot send it, or each run ends with a TypeError",
            fix="give {task} what it takes: {takes}",
            entry=who(entry),
            what=what,
            task=task.name,
            takes=", ".join((*takes.names, *sorted(takes.keywords))) or "nothing",
        )


def _items(args: Value | None) -> tuple[Value, ...] | None:
    """The arguments; None where they are not known whole."""
    if args is None or (args.known and not args.value):
        return ()
    known = args.type in {list, tuple} or isinstance(args.value, (list, tuple))
    return args.items if known and not args.open and args.items else None


def _keys(kwargs: Value | None) -> set[str] | None:
    if kwargs is None or (kwargs.known and not kwargs.value):
        return set()
    known = kwargs.type is dict or isinstance(kwargs.value, dict)
    return {str(key) for key in kwargs.keys} if known and not kwargs.open else None
