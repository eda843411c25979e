"""What a program says: its config, tasks, calls, how it is run, and what could not be known.

`reading` fills these from a program, `profile` from a compiled profile; rules judge both alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from celerykit.project.config import Config, Entry
from celerykit.project.deployment import Deployment, Image, Process
from celerykit.project.django import Django
from celerykit.project.program import (
    Call,
    Canvas,
    Client,
    Discovery,
    Parameters,
    Periodic,
    ResultRead,
    Stray,
    Task,
)
from celerykit.project.values import Opaque, State, Value
from celerykit.values.places import Place

__all__ = [
    "Call",
    "Canvas",
    "Client",
    "Config",
    "Deployment",
    "Discovery",
    "Django",
    "Entry",
    "Failure",
    "Image",
    "Opaque",
    "Parameters",
    "Periodic",
    "Process",
    "Project",
    "ResultRead",
    "State",
    "Stray",
    "Task",
    "Value",
]


_NOT_SEEN = Deployment()


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
    tasks_complete: False where tasks may be registered that were not seen (by a package that is installed, in a way
    that cannot be followed, or because only a config was read): then a name that is not among them may still be one.
    tasks_guessed: True where nothing tells from which folder modules are imported: names may begin earlier, or later.
    Even where it is True, packages that are installed have tasks of their own: own holds the names, first parts only,
    of the packages and modules of the program itself ("proj"); elsewhere, the tasks that only its other apps know.
    periodic: what calls put on the schedule, beside `beat_schedule`; periodic_complete: False where more may be put on
    it than is seen. discoveries: where `autodiscover_tasks` looks. strays: settings assigned where Celery never looks.
    clients: connections made at import that tasks use. security: where `setup_security` is called.
    variables: the environment variables that the program reads, by name; None where it may read any.
    signals: Celery's signals on logging that the program may handle; None where nobody looked.
    source: where `config_from_object` is called, with what it is given, if it is.
    """

    config: Config
    app: str = ""
    app_place: Place | None = None
    tasks: tuple[Task, ...] = ()
    tasks_complete: bool = False
    tasks_guessed: bool = False
    own: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    calls: tuple[Call, ...] = ()
    reads: tuple[ResultRead, ...] = ()
    canvases: tuple[Canvas, ...] = ()
    periodic: tuple[Periodic, ...] = ()
    periodic_complete: bool = True
    imported: frozenset[str] = frozenset()
    imports_complete: bool = True
    discoveries: tuple[Discovery, ...] = ()
    strays: tuple[Stray, ...] = ()
    clients: tuple[Client, ...] = ()
    security: Place | None = None
    variables: frozenset[str] | None = None
    signals: frozenset[str] | None = None
    source: Value | None = None
    django: Django | None = None
    deployment: Deployment = _NOT_SEEN
    celery: str = ""
    embedded: bool = False
    tests: bool = False
    unread: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
