"""What a program does with tasks: declares, sends, schedules them, and reads their results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from celerykit.project.values import State, Value
from celerykit.values.places import Place

__all__ = ["Call", "Canvas", "Client", "Discovery", "Parameters", "Periodic", "ResultRead", "Stray", "Task"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a task can be called, its own `self` left out.

    names: of those that take a positional argument, in order. required: of those without a default, keyword-only ones
    among them. keywords: the keyword-only ones. args, kwargs: whether it takes any more of either.
    """

    names: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    args: bool = False
    kwargs: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task declared in the program.

    name: the one it is registered under, None where it cannot be known. module: dotted name of the declaring module.
    options: what its decorator or class sets (`acks_late`, `time_limit`, `ignore_result`, …). place: of its name.
    parameters: how it can be called, None where that cannot be known. asynchronous: an `async def`.
    options_complete: False where more options may be set than are seen (`**options`, a decorator of the project's own,
    a base class that is not in the program).
    """

    name: str | None
    function: str
    module: str
    place: Place | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    shared: bool = False
    parameters: Parameters | None = None
    asynchronous: bool = False
    options_complete: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """A place that sends a task: `add.delay(…)`, `send_task("proj.add", …)`.

    task: its name, None where it cannot be known. how: "delay", "apply_async", "send_task", "signature", "retry" (a
    task sends itself), "map", "starmap", "chunks", "delay_on_commit", "apply_async_on_commit".
    options: `countdown`, `priority`, `queue`, `ignore_result`, …
    args, kwargs: what the task is called with; None where that cannot be known whole.
    within: the name of the task in whose body it stands, "" for one whose name is not known, None outside of tasks.
    transaction: the `transaction.atomic` that it stands in, and that is not yet committed when the task is sent.
    """

    task: str | None
    how: str
    place: Place | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    args: tuple[Value, ...] | None = None
    kwargs: Mapping[str, Value] | None = None
    within: str | None = None
    transaction: Place | None = None


@dataclass(frozen=True, slots=True)
class ResultRead:
    """A place that reads a result or its state.

    how: "get", "status", "state", "ready", "successful", "failed", "result", "info", "join", "traceback", …
    task: whose result, None where it cannot be known. by_id: through `AsyncResult(some_id)`.
    another_process: the id reaches the place from outside (a request's argument): the reader is not the sender.
    within: the name of the task in whose body it stands, as of a `Call`.
    options: what the read is given: `timeout`, `disable_sync_subtasks`, … which is False in `allow_join_result()` too.
    """

    how: str
    place: Place | None = None
    task: str | None = None
    by_id: bool = False
    another_process: bool = False
    within: str | None = None
    options: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Tasks put together: `group(…)`, `chain(…)`, `chord(…)(…)`.

    kind: "chord" where a group's results are waited for, be it written so, as `group | task`, or as a chain of both.
    tasks: the names of the tasks of a group or a chain, of a chord those of its header; None for each that cannot be
    known. body: the name of what a chord calls at its end. complete: False where there may be more tasks.
    nested: a header holds a group or a chord.
    """

    kind: Literal["chord", "group", "chain"]
    place: Place | None = None
    tasks: tuple[str | None, ...] = ()
    body: str | None = None
    complete: bool = True
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task that is put on the schedule by a call: `sender.add_periodic_task(30, add.s(1, 2), name="…")`.

    task: its name, None where it cannot be known. schedule: the first argument. args, kwargs: as of a `Call`.
    """

    task: str | None
    schedule: Value
    place: Place | None = None
    name: Value = field(default_factory=lambda: Value(State.DEFAULT))
    options: Mapping[str, Value] = field(default_factory=dict)
    args: tuple[Value, ...] | None = None
    kwargs: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """A package in which `autodiscover_tasks` looks for tasks.

    related: the module looked for in it, "tasks" unless said otherwise, None for the package itself.
    found: whether the program has it; None where that cannot be known (a package that is installed).
    declared: the modules of the program below that package that declare tasks.
    """

    package: str
    related: str | None
    place: Place | None = None
    found: bool | None = None
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A setting's name assigned where Celery never looks.

    how: "variable" (of the module that makes the app), "attribute" (`app.task_serializer = …`, without `.conf`).
    name: as written, where that is another name of the setting: CELERY_ACKS_LATE.
    """

    setting: str
    how: Literal["variable", "attribute"]
    value: Value
    place: Place | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """A connection, or a pool of them, that a module makes when it is imported, and tasks use.

    kind: what makes it: "sqlalchemy.create_engine", "pymongo.MongoClient". task: the name of a task that uses it.
    renewed: the program makes a new one, or drops its connections, in each process of a worker.
    """

    kind: str
    place: Place | None = None
    task: str | None = None
    used: Place | None = None
    renewed: bool = False
