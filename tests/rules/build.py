"""Projects for the tests of rules, built from the types that reading and profiles fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from celerykit.catalogue import OLD_NAMES, SETTINGS, defaults
from celerykit.findings import Finding
from celerykit.project import (
    Call,
    Config,
    Deployment,
    Django,
    Entry,
    Image,
    Process,
    Project,
    ResultRead,
    State,
    Task,
    Value,
)
from celerykit.rules import by_code, load_for
from celerykit.values.places import Place, Source

_FILE = "celeryconfig.py"
_PROGRAM = Source("program")
_PROCESS = {field.name for field in fields(Process)}


def known(value: Any, place: Place | None = None) -> Value:
    """A value as it is written out in a program; what holds something unknown is unknown as a whole."""
    if isinstance(value, Value):
        return replace(value, place=value.place or place)
    keys = {k: known(v, place) for k, v in value.items()} if isinstance(value, Mapping) else {}
    items = tuple(known(item, place) for item in value) if isinstance(value, (list, tuple)) else ()
    if any(inner.unknown for inner in (*keys.values(), *items)):
        return Value(State.UNKNOWN, None, place, _PROGRAM, keys=keys, items=items)
    return Value(State.KNOWN, value, place, _PROGRAM, repr(value), literal=True, keys=keys, items=items)


def env(variable: str, default: str) -> Value:
    """What `os.environ.get(variable, default)` is."""
    return Value(
        State.KNOWN, default, None, _PROGRAM, f"os.environ.get({variable!r}, …)", str, variable=variable, literal=True
    )


def unknown(text: str, kind: type | None = None, variable: str = "") -> Value:
    """What only running tells."""
    return Value(State.UNKNOWN, None, None, _PROGRAM, text, kind, variable=variable)


def task(name: str, *, line: int = 1, shared: bool = False, **options: Any) -> Task:
    """A task by its registered name, in the module that the name says."""
    module, _, function = name.rpartition(".")
    place = Place(f"{module.replace('.', '/')}.py", line)
    written = {key: known(value, place) for key, value in options.items()}
    return Task(name, function, module, place, written, shared)


def call(name: str | None, how: str = "delay", **options: Any) -> Call:
    """A place that sends a task."""
    place = Place("web.py", 1)
    return Call(name, how, place, {key: known(value, place) for key, value in options.items()})


def read(
    how: str = "get", name: str | None = None, *, line: int = 1, by_id: bool = False, elsewhere: bool = False
) -> ResultRead:
    """A place that reads a result; elsewhere: in another process than the sender's."""
    return ResultRead(how, Place("web.py", line), name, by_id, elsewhere)


def project(
    *,
    tasks: Iterable[Task] = (),
    calls: Iterable[Call] = (),
    reads: Iterable[ResultRead] = (),
    facts: Mapping[str, Any] | None = None,
    imported: Iterable[str] = (),
    app: str = "",
    namespace: str = "",
    way: Any = "module",
    celery: str = "",
    complete: bool = True,
    imports_complete: bool = True,
    loaded: bool = False,
    tests: bool = False,
    **settings: Any,
) -> Project:
    """A project with these settings, by the names that its author wrote, one a line.

    facts: other fields of `Project`: `{"canvases": (…), "deployment": deployed(…), "tasks_complete": True}`.
    """
    entries = tuple(_entry(name, value, line, namespace, way) for line, (name, value) in enumerate(settings.items(), 1))
    return Project(
        config=Config(entries, namespace, complete, defaults((5, 7)), _FILE, loaded),
        app=app,
        app_place=Place("proj/celery.py", 3, 1) if app else None,
        tasks=tuple(tasks),
        calls=tuple(calls),
        reads=tuple(reads),
        imported=frozenset(imported),
        imports_complete=imports_complete,
        celery=celery,
        tests=tests,
        **(facts or {}),
    )


def process(kind: Any = "worker", *, line: int = 1, path: str = "Procfile", **words: Any) -> Process:
    """A process that a file starts. Words: fields of `Process` (`where`, `name`, `replicas=3`, …), else options."""
    place = Place(path, line)
    own = {name: words.pop(name) for name in _PROCESS & words.keys()}
    for name in ("replicas", "grace", "memory", "user", "host"):
        if name in own:
            own[name] = known(own[name], place)
    environment = {key: known(value, place) for key, value in own.pop("environment", {}).items()}
    options = {key: known(value, place) for key, value in words.items()}
    own.setdefault("where", "procfile")
    return Process(kind, place=place, options=options, environment=environment, **own)


def deployed(*processes: Process, images: Iterable[Image] = (), complete: bool = True) -> Deployment:
    """A deployment of these processes."""
    return Deployment(processes, tuple(images), complete)


def django(*, complete: bool = True, package: str = "proj", loads_app: bool | None = True, **settings: Any) -> Django:
    """A Django project with these settings."""
    written = {name: known(value, Place("proj/settings.py", 1)) for name, value in settings.items()}
    return Django(written, complete, package, Place(f"{package}/__init__.py", 1), loads_app)


def judged(code: str, subject: Project) -> list[Finding]:
    """What the rule of that code finds."""
    rule = by_code(code)
    assert rule is not None
    findings = list(rule.check(subject))
    # What is found must be found in a run too, which asks only the rules that may find anything.
    assert not findings or rule in load_for(subject, [code]), f"{code}: celerykit/rules/index.py says too little"
    return findings


def compared(code: str, *subjects: Project) -> list[Finding]:
    """What the rule of that code finds between projects."""
    rule = by_code(code)
    assert rule is not None
    findings = list(rule.compare(subjects))
    assert not findings or any(rule in load_for(subject, [code]) for subject in subjects), f"{code}: see index.py"
    return findings


def found(code: str, **words: Any) -> list[Finding]:
    """What the rule of that code finds in a project of these words (see `project`)."""
    return judged(code, project(**words))


def only(code: str, **words: Any) -> Finding:
    """The one thing that the rule finds."""
    [finding] = found(code, **words)
    return finding


def labels(findings: Sequence[Finding] | Finding) -> list[str]:
    """What stands at the places of findings, in order: the primary label first."""
    several = [findings] if isinstance(findings, Finding) else findings
    return [text for finding in several for text in (finding.label, *(piece.text for piece in finding.related))]


def _entry(name: str, value: Any, line: int, namespace: str, way: Any) -> Entry:
    place = Place(_FILE, line, len(name) + 4)
    return Entry(name, _setting(name, namespace), known(value, place), Place(_FILE, line, 1), way)


def _setting(name: str, namespace: str) -> str | None:
    bare = name.removeprefix(f"{namespace}_").lower() if namespace else name
    return bare if bare in SETTINGS else OLD_NAMES.get(name)
