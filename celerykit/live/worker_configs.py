"""The configuration that a worker says it has, in the form in which a program's is read: so both can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from celerykit.catalogue import OLD_NAMES, SETTINGS
from celerykit.live.base import NotChecked
from celerykit.live.settings import broker_side, results_side
from celerykit.live.system import Side, System
from celerykit.live.workers import Worker
from celerykit.project import Config, Entry, Project, State, Value

__all__ = ["client_project", "project_of"]

# Objects that a worker shows in words of its own.
_OBJECTS = frozenset({"annotations", "any", "callable", "queues", "routes", "schedule"})
# celery/app/utils.py, filter_hidden_settings: what it hides.
_HIDDEN = re.compile(r"\*+")
# A timedelta, as Celery writes it into JSON.
_DURATION = re.compile(r"(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)")
# Of its report: where it really keeps results. What the environment says beats its settings, and is not among them
# (celery/app/utils.py, Settings.result_backend and BUGREPORT_INFO).
_RESULTS = re.compile(r"^settings -> transport:\S* results:(.*)$", re.MULTILINE)
_STORE = "result_backend"
_UNKNOWN = Value(State.UNKNOWN)
_SIDES: Mapping[str, Callable[[System], Side | None]] = {"broker_url": broker_side, "result_backend": results_side}


def client_project(system: System) -> Project:
    """The program, with what the environment says of its servers."""
    config = system.project.config
    entries = [Entry(name, name, _url(system, ask)) for name, ask in _SIDES.items()]
    return replace(system.project, config=replace(config, entries=(*config.entries, *entries)))


def _url(system: System, ask: Callable[[System], Side | None]) -> Value:
    try:
        side = system.once(ask)
    except NotChecked:
        return _UNKNOWN
    return Value(State.KNOWN, side.url if side else None)


def project_of(worker: Worker) -> Project:
    """A project that says what the worker says of its settings, and nothing else; what it hides is unknown."""
    told = dict(_in_force(worker.conf or {}))
    if said := _RESULTS.search(worker.report or ""):
        told[_STORE] = said[1].strip()
    entries = tuple(Entry(name, name, _value(SETTINGS[name].kind, value)) for name, value in told.items())
    return Project(Config(entries, complete=False, subject=worker.name, loaded=True))


def _in_force(conf: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """By present names: what stands under these is in force, where names with a namespace stand beside them."""
    for name, value in conf.items():
        present = name if name in SETTINGS else OLD_NAMES.get(name, "")
        if present not in {"", _STORE} and (present == name or present not in conf):
            yield present, value


def _value(kind: str, value: object) -> Value:
    if kind in _OBJECTS and value not in (None, [], {}, ()):
        return _UNKNOWN
    if kind == "seconds" and isinstance(value, str):
        return Value(State.KNOWN, _seconds(value))
    return _known(value)


def _known(value: object) -> Value:
    if isinstance(value, str) and _HIDDEN.fullmatch(value):
        return _UNKNOWN
    if isinstance(value, Mapping):
        keys = {str(key): _known(part) for key, part in value.items()}
        state = State.UNKNOWN if any(part.unknown for part in keys.values()) else State.KNOWN
        return Value(state, None if state is State.UNKNOWN else value, keys=keys)
    if isinstance(value, (list, tuple)):
        return Value(State.KNOWN, value, items=tuple(map(_known, value)))
    return Value(State.KNOWN, value)


def _seconds(text: str) -> object:
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return timedelta(days, seconds, minutes=minutes, hours=hours)
