"""What a program declares and sends, in a picture: tasks in their modules, and who sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from celerykit.graph.drawing import Drawing
from celerykit.graph.model import Fact, Node
from celerykit.project import Call, Project, Value
from celerykit.rules.tasks_known import BUILT_IN
from celerykit.values.places import Place
from celerykit.values.secrets import hide_in_text, is_secret_name, shown

__all__ = ["draw_publishers", "draw_stranger", "draw_tasks", "in_words", "task_id"]

# Options that say how a task is sent, run and answered: what its reader looks for first.
_TOLD = (
    "queue", "routing_key", "priority", "acks_late", "time_limit", "soft_time_limit", "rate_limit", "max_retries",
    "default_retry_delay", "autoretry_for", "ignore_result", "track_started", "serializer", "expires",
)  # fmt: skip
_OF_CALLS = ("queue", "exchange", "routing_key", "priority", "countdown", "eta", "expires", "ignore_result")


def task_id(name: str) -> str:
    """The id of the part that is a task."""
    return f"task {name}"


def draw_tasks(project: Project, drawing: Drawing) -> None:
    """The tasks of the program, each in its module, in the order in which they are declared."""
    for task in sorted(project.tasks, key=lambda task: (task.module, task.place is None, task.place)):
        module = drawing.add(Node(f"module {task.module}", "module", task.module))
        if task.place:
            drawing.declares(task.place.path, module)
        name = task.name or f"{task.module}.{task.function}"
        title = name.removeprefix(f"{task.module}.")
        added = drawing.add(
            Node(
                task_id(name),
                "task",
                title,
                module,
                "" if task.name else "its name is not known",
                task.place,
                (Fact("task", name, task.place), *_options(task.options, _TOLD)),
                known=task.name is not None,
            )
        )
        drawing.stands_for(added, [value.place for value in task.options.values()])


def draw_publishers(project: Project, drawing: Drawing) -> None:
    """The files that send tasks, with the ways to the tasks; and the ways from tasks to those that they send."""
    told = {call.place.path for call in project.calls if call.place and call.how == "signature"}
    told |= {canvas.place.path for canvas in project.canvases if canvas.place}
    for call in project.calls:
        # A signature or a canvas that is called: what is in it stands there on its own.
        if call.place is None or (call.task is None and (project.elsewhere or call.place.path in told)):
            continue
        if call.task in project.elsewhere:
            continue
        start, end = _sender(call, drawing), _called(call, drawing)
        drawing.stands_for(start, [call.place])
        drawing.tell(start, Fact(call.how, _words(call), call.place))
        if start != end:
            drawing.lead(start, end)
    for first, second, kind, at in _sequences(project):
        if {task_id(first), task_id(second)} <= drawing.nodes.keys() and first != second:
            drawing.lead(task_id(first), task_id(second), kind)
            drawing.tell(task_id(first), Fact(kind, f"then {second}", at))
    _draw_reads(project, drawing)


def _draw_reads(project: Project, drawing: Drawing) -> None:
    for read in project.reads:
        if read.place is None:
            continue
        reader = task_id(read.within) if read.within else f"publisher {read.place.path}"
        if reader in drawing.nodes:
            drawing.stands_for(reader, [read.place])
            drawing.tell(reader, Fact("reads a result", f"{read.how} of {read.task or 'a task not known'}", read.place))
        elif f"task {read.task}" in drawing.nodes:
            drawing.tell(f"task {read.task}", Fact("its result is read", read.how, read.place))


def _sender(call: Call, drawing: Drawing) -> str:
    """The part that sends: a task, or the file outside of tasks."""
    assert call.place
    if call.within and task_id(call.within) in drawing.nodes:
        return task_id(call.within)
    path = call.place.path
    folder, _, file = path.rpartition("/")
    held = drawing.add(Node(f"folder {folder}", "folder", f"{folder}/" if folder else "sent from"))
    name = drawing.add(Node(f"publisher {path}", "publisher", file, held, facts=(Fact("file", path),)))
    drawing.declares(path, name)
    return name


def _called(call: Call, drawing: Drawing) -> str:
    """The part that is sent: a task of the program, another's, or one that is not known."""
    if call.task is None:
        held = drawing.add(Node("module ?", "module", "not known", known=False))
        return drawing.add(Node("task ?", "task", "which task, is not known", held, known=False))
    if task_id(call.task) not in drawing.nodes:
        draw_stranger(call.task, drawing)
    return task_id(call.task)


def draw_stranger(name: str, drawing: Drawing) -> str:
    """A task that is sent and is not seen in this program: Celery's own, or another program's."""
    if name in BUILT_IN:
        held = drawing.add(Node("module celery", "module", "celery"))
        return drawing.add(Node(task_id(name), "task", name, held, facts=(Fact("task", name),)))
    held = drawing.add(Node("module !", "module", "not seen in this program", known=False))
    return drawing.add(Node(task_id(name), "task", name, held, facts=(Fact("task", name),), known=False))


def _sequences(project: Project) -> Iterator[tuple[str, str, str, Place | None]]:
    """Pairs of tasks of which one follows on the other, with the kind of canvas that says so."""
    for canvas in project.canvases:
        if canvas.kind == "chain":
            for first, second in pairwise(canvas.tasks):
                if first and second:
                    yield first, second, canvas.kind, canvas.place
        elif canvas.kind == "chord" and canvas.body:
            for first in canvas.tasks:
                if first:
                    yield first, canvas.body, canvas.kind, canvas.place


def _words(call: Call) -> str:
    options = ", ".join(f"{fact.label} {fact.text}" for fact in _options(call.options, _OF_CALLS))
    return f"{call.task or 'a task not known'}{f' with {options}' if options else ''}"


def _options(options: Mapping[str, Value], names: tuple[str, ...]) -> Iterator[Fact]:
    for name in names:
        value = options.get(name)
        if value is not None:
            yield Fact(name, in_words(name, value), value.place)


def in_words(name: str, value: Value) -> str:
    """A value as its reader sees it: what is known of it, else the expression that makes it."""
    if value.unknown:
        return f"{value.text or '…'} (not known without running)"
    if is_secret_name(name):
        return shown(value.value, secret=True)
    if isinstance(value.value, str):
        return hide_in_text(value.value)
    if isinstance(value.value, (list, tuple)) and all(isinstance(item, str) for item in value.value):
        return hide_in_text(", ".join(value.value))
    return value.text if value.text and not isinstance(value.value, (int, float)) else shown(value.value)
