from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, ResultRead, State, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force
from celerykit.rules.words import unless

_FAILURES = frozenset({"failed", "traceback"})


class IgnoreResultButRead(Rule):
    """A result is read of a task that ignores its result.

    *Why*: a worker stores neither state nor result of such a task.
    Its state stays PENDING for ever, whether it has run, failed or was never received; `get()` gives None at once to
    the process that sent the task, and never returns to any other.

    *Instead*: let the tasks whose results are read keep them: `@app.task(ignore_result=False)` beats the setting.
    """

    code = "CK302"
    name = "ignore-result-but-read"
    severity = "error"
    message = (
        "{how} is read of {whose}, but {who} its result: nothing is stored, "
        "and the state stays PENDING for ever{unless}"
    )
    fix = "{cure}"
    symptoms = ("the state is PENDING for ever", "get() returns None", "get() never returns")
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", backend="redis://localhost:6379/1")
app.conf.task_ignore_result = True


@app.task
def add(x, y):
    return x + y


if __name__ == "__main__":
    print(add.delay(2, 2).get(timeout=10))
"""
    good = bad.replace("@app.task", "@app.task(ignore_result=False)")

    def check(self, project: Project) -> Iterator[Finding]:
        told: list[tuple[Severity, ResultRead, Value, list[ResultRead]]] = []
        for read in project.reads:
            severity, value = _verdict(project, read)
            if severity is None:
                continue
            same = next((t for t in told if t[0] == severity and t[2] is value and t[1].task == read.task), None)
            if same:
                same[3].append(read)
            else:
                told.append((severity, read, value, []))
        for severity, read, value, others in told:
            yield self._told(project, severity, read, value, others)

    def _told(
        self, project: Project, severity: Severity, read: ResultRead, value: Value, others: list[ResultRead]
    ) -> Finding:
        setting = project.config.entry("task_ignore_result")
        shared = setting is not None and setting.value is value
        name = setting.name if setting and shared else "ignore_result"
        who = f"{name} makes it ignore" if read.task else "every task ignores" if severity == "error" else "some ignore"
        return self.finding(
            read.place,
            subject=project.app or project.config.subject,
            said=f"{read.how} is read here",
            related=[
                *label(value, "nothing is stored"),
                *(piece for other in others for piece in label(other.place, "read here too")),
            ],
            severity=severity,
            how=read.how,
            whose=read.task or ("a task" if severity == "error" else "a task that is not known here"),
            who=who,
            unless=unless(value),
            cure=f"let {read.task or 'the task that is read'} keep its result: @app.task(ignore_result=False)"
            if shared
            else f"take ignore_result=True away from {read.task or 'the task that is read'}",
        )


def _verdict(project: Project, read: ResultRead) -> tuple[Severity | None, Value]:
    """How grave reading this result is, and the value that makes it so."""
    nothing = Value(State.DEFAULT)
    errors, eager = project.config["task_store_errors_even_if_ignored"], project.config["task_always_eager"]
    stored = read.how == "forget" or (read.how in _FAILURES and (errors.unknown or errors.value))
    if stored or ((eager.unknown or eager.value) and not read.by_id):
        return None, nothing
    known = [task for task in project.tasks if task.name == read.task] if read.task else []
    stranger = read.task is not None and not known
    ignoring = [_ignored(project, task) for task in known or _any_task(project, stranger=stranger)]
    cause = next((value for value in ignoring if _is_on(value)), nothing)
    if not stranger and all(_is_on(value) for value in ignoring):
        return "error", cause
    # Who says of a task that it ignores its result, or keeps it, knows which ones are read.
    deliberate = any(value.known and not value.value for value in ignoring)
    for_all = cause is project.config["task_ignore_result"]
    return ("warning" if for_all and not known and not deliberate else None), cause


def _any_task(project: Project, *, stranger: bool) -> tuple[Task | None, ...]:
    """The tasks whose result it may be; None for one that is not seen."""
    if stranger or not project.tasks:
        return (None,)
    return project.tasks if project.tasks_complete else (*project.tasks, None)


def _is_on(value: Value) -> bool:
    return value.known and bool(value.value)


def _ignored(project: Project, task: Task | None) -> Value:
    """Whether the result of a task is ignored: what every call of it says beats what the task says."""
    calls = [call for call in project.calls if task and call.task == task.name]
    said = [call.options["ignore_result"] for call in calls if "ignore_result" in call.options]
    own = in_force(project, task, "ignore_result")
    if task and not task.options_complete and own is project.config["task_ignore_result"]:
        return Value(State.UNKNOWN)
    if _is_on(own):
        return next((value for value in said if not _is_on(value)), own)
    return said[0] if said and len(said) == len(calls) and all(_is_on(value) for value in said) else own
