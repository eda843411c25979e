"""What a program says: its config, tasks, calls, and what could not be known.

`reading` fills these from a program, `profile` from a compiled profile; rules judge both alike.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from celerykit.values.places import Place, Source

__all__ = ["Call", "Config", "Entry", "Failure", "Opaque", "Project", "ResultRead", "State", "Task", "Value"]


_CELERY = Source("default")


class State(enum.Enum):
    """What is known of a value."""

    KNOWN = "known"
    DEFAULT = "default"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and where it stands.

    value: the Python value where `state` is known or default. A value that is known to be there, but has no plain
    form (a crontab, a Queue, a class), is an `Opaque`.
    place: the span of the value itself. text: the expression as written, secrets hidden.
    type: of an unknown value, where that much is certain: an environment variable is a str.
    variable: the environment variable that may replace it; the value is then the default written beside it.
    literal: written out in the program, not computed, not read from anywhere.
    keys: of a mapping, each key's own value; items: of a list or tuple, each item's. A mapping of which one value is
    unknown is unknown as a whole, and has `keys` all the same; of an object (a crontab, a Queue), its arguments.
    open: more keys or items may be in it than these (`{**unknown}`).
    """

    state: State
    value: Any = None
    place: Place | None = None
    source: Source = _CELERY
    text: str = ""
    type: type | None = None
    variable: str = ""
    literal: bool = False
    keys: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()
    open: bool = False

    @property
    def known(self) -> bool:
        """Whether somebody wrote it, and it can be known without running."""
        return self.state is State.KNOWN

    @property
    def unknown(self) -> bool:
        """Whether somebody wrote it, but only running tells what it is."""
        return self.state is State.UNKNOWN

    @property
    def decided(self) -> bool:
        """Known, or Celery's default: something can be said about it."""
        return self.state is not State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting as its author wrote it.

    name: as written, namespace and all. setting: the catalogue's name for it, or None where there is none.
    place: the span of the name. way: how it was said: "module" (a config module or class), "keyword" (of `Celery(…)`),
    "attribute" (`app.conf.x = …`), "update" (`app.conf.update(…)`), "mapping" (a dict given to config_from_object),
    "profile", "loaded" (seen only when the configuration was loaded). in_force: False where a later or a stronger
    entry replaced it.
    """

    name: str
    setting: str | None
    value: Value
    place: Place | None = None
    way: Literal["module", "keyword", "attribute", "update", "mapping", "profile", "loaded"] = "module"
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """What Celery will see: names, values, and where each came from.

    namespace: of config_from_object(…, namespace=…), "" for none. defaults: Celery's own, from the catalogue.
    complete: False where a part could not be read (a config object made at run time): then what is missing from it is
    not known to be missing.
    subject: what the config is, for findings without a line: "celeryconfig.py", "profile redis-redis".
    loaded: its values in force were seen as Celery loads them, environment and all.
    """

    entries: tuple[Entry, ...] = ()
    namespace: str = ""
    complete: bool = True
    defaults: Mapping[str, object] = field(default_factory=dict)
    subject: str = ""
    loaded: bool = False

    def __getitem__(self, name: str) -> Value:
        """The value in force of a setting: what was written last and strongest, else Celery's default.

        Where the config could not be read whole, what was not seen is unknown.
        """
        for entry in reversed(self.entries):
            if entry.setting == name and entry.in_force:
                return entry.value
        if not self.complete:
            return Value(State.UNKNOWN)
        return Value(State.DEFAULT, self.defaults.get(name))

    def entry(self, name: str) -> Entry | None:
        """The entry in force that sets it, if any."""
        return next((e for e in reversed(self.entries) if e.setting == name and e.in_force), None)

    def written(self, name: str) -> bool:
        """Whether anybody set it."""
        return self.entry(name) is not None

    def in_force(self) -> Iterator[Entry]:
        """The entries that count, in the order in which they were written."""
        return (entry for entry in self.entries if entry.in_force)


@dataclass(frozen=True, slots=True)
class Task:
    """A task declared in the program.

    name: the one it is registered under, None where it cannot be known. module: dotted name of the declaring module.
    options: what its decorator or class sets (`acks_late`, `time_limit`, `ignore_result`, …). place: of its name.
    """

    name: str | None
    function: str
    module: str
    place: Place | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A place that sends a task: `add.delay(…)`, `send_task("proj.add", …)`.

    task: its name, None where it cannot be known. how: "delay", "apply_async", "send_task", "signature".
    options: `countdown`, `priority`, `queue`, `ignore_result`, …
    """

    task: str | None
    how: str
    place: Place | None = None
    options: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultRead:
    """A place that reads a result or its state.

    how: "get", "status", "state", "ready", "successful", "failed", "result", "info", "join", "traceback", …
    task: whose result, None where it cannot be known. by_id: through `AsyncResult(some_id)`.
    another_process: the id reaches the place from outside (a request's argument): the reader is not the sender.
    """

    how: str
    place: Place | None = None
    task: str | None = None
    by_id: bool = False
    another_process: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A module of the program that does not parse, or that raises when Celery would load it.

    text: the error in one line, secrets hidden: "NameError: name 'brokr' is not defined".
    """

    kind: Literal["does-not-parse", "raises"]
    text: str
    place: Place | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """What a program says about one Celery app.

    app: how the app is called ("proj.celery:app"), "" where only a config was read. imported: the modules that a worker
    of this app imports; imports_complete: False where something among them cannot be known.
    celery: the version that the project uses, as text. unread: files that could not be read, each with its reason.
    embedded: the profile says that it runs without a server. tests: the config is for tests only.
    """

    config: Config
    app: str = ""
    app_place: Place | None = None
    tasks: tuple[Task, ...] = ()
    calls: tuple[Call, ...] = ()
    reads: tuple[ResultRead, ...] = ()
    imported: frozenset[str] = frozenset()
    imports_complete: bool = True
    celery: str = ""
    embedded: bool = False
    tests: bool = False
    unread: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is there but has no plain form.

    type: its class, by name: "celery.schedules.crontab", "kombu.Queue", "re.Pattern". text: as written or as shown.
    """

    type: str
    text: str = ""
