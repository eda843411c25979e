"""Options that depend on the broker and the backend in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from celerykit import brokers
from celerykit.backends.base import Backend
from celerykit.brokers.base import Broker
from celerykit.errors import Problem
from celerykit.intents import Intents, Option
from celerykit.profile.config import Note
from celerykit.profile.environment import PREFIX
from celerykit.profile.layers import Cell
from celerykit.settings import conversions
from celerykit.values.durations import seconds
from celerykit.values.secrets import shown
from celerykit.values.suggestions import did_you_mean

__all__ = ["check_options", "drop_foreign_options", "number_priorities"]

_TRANSPORT, _RESULTS = "broker_transport_options", "result_backend_transport_options"


def drop_foreign_options(settings: dict[str, Cell], broker: Broker, backend: Backend | None) -> list[Note]:
    """Take out the transport options that the broker or backend in force never reads; with a note for each."""
    notes = []
    if not broker.passes_options_on:
        known = {**broker.options, **dict.fromkeys(brokers.OPTIONS, Option())}
        notes += list(_drop(settings, _TRANSPORT, known, broker.title))
    if backend is not None:
        notes += list(_drop(settings, _RESULTS, backend.options, backend.title))
    return notes


def _drop(settings: dict[str, Cell], name: str, known: Mapping[str, Option], title: str) -> Iterator[Note]:
    cell = settings.get(name)
    if not isinstance(cell, dict):
        return
    for key in [key for key in cell if key not in known]:
        dropped = cell.pop(key)
        hint = did_you_mean(key, known)
        text = f"{name}.{key} is not read by {title}, and was left out{'; ' + hint if hint else ''}"
        yield Note("warning", f"{name}.{key}", text, dropped.source)
    if not cell:
        del settings[name]


def check_options(settings: dict[str, Cell], broker: Broker, backend: Backend | None) -> list[Problem]:
    """Convert each transport option to what the transport wants of it; what is wrong with the others, or missing."""
    problems = []
    for name, kind in ((_TRANSPORT, broker), (_RESULTS, backend)):
        if kind is not None:
            problems += [*_converted(settings, name, kind.options), *_missing(settings, name, kind)]
    return problems


def _missing(settings: Mapping[str, Cell], name: str, kind: Broker | Backend) -> Iterator[Problem]:
    cell = settings.get(name)
    given = {key for key, said in cell.items() if said.value not in (None, "")} if isinstance(cell, dict) else set()
    for key, option in kind.options.items():
        if option.required and key not in given:
            part = f"{'broker' if isinstance(kind, Broker) else 'backend'}.{kind.name}"
            cure = (
                f"set it in [{part}.settings] {name}, or as {PREFIX}{name.upper()}__{key.upper()}; it is {option.doc}"
            )
            yield Problem(f"{name}.{key}", f"is not given, and {kind.title} needs it", cure=cure)


def _converted(settings: dict[str, Cell], name: str, known: Mapping[str, Option]) -> Iterator[Problem]:
    cell = settings.get(name)
    if not isinstance(cell, dict):
        return
    for key, said in list(cell.items()):
        convert = _FORMS.get(known[key].kind) if key in known else None
        if convert is None or said.value is None:
            continue
        try:
            cell[key] = replace(said, value=convert(said.value))
        except ValueError as error:
            fact = f"must be {_WORDS[known[key].kind]}" if known[key].secret else str(error)
            yield Problem(f"{name}.{key}", fact, str(said.source), f"it is {known[key].doc}")


def _of(kind: type | tuple[type, ...], words: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if isinstance(value, kind):
            return value
        raise ValueError(f"{shown(value)} is not {words}")

    return check


_WORDS = {
    "int": "a whole number",
    "number": "a number",
    "seconds": "a length of time",
    "bool": "true or false",
    "string": "a text",
    "strings": "a list of texts",
    "numbers": "a list of numbers",
    "mapping": "a table",
}
_FORMS: Mapping[str, Callable[[object], object]] = {
    "int": conversions.whole,
    "number": conversions.number,
    "seconds": seconds,
    "bool": conversions.flag,
    "string": _of(str, _WORDS["string"]),
    "strings": _of((list, tuple), _WORDS["strings"]),
    "numbers": _of((list, tuple, range), _WORDS["numbers"]),
    "mapping": _of(Mapping, _WORDS["mapping"]),
}


def number_priorities(values: dict[str, Any], broker: Broker, intents: Intents) -> None:
    """Priorities by name in `task_routes`, into the numbers of the broker in force; away where it has none."""
    routes = values.get("task_routes")
    if not isinstance(routes, Mapping):
        return
    values["task_routes"] = {task: _numbered(target, broker, intents) for task, target in routes.items()}
    values["task_routes"] = {task: target for task, target in values["task_routes"].items() if target != {}}
    if not values["task_routes"]:
        del values["task_routes"]


def _numbered(target: Any, broker: Broker, intents: Intents) -> Any:
    if not isinstance(target, Mapping) or not isinstance(target.get("priority"), str):
        return target
    number = broker.priority(target["priority"], intents)
    rest = {key: value for key, value in target.items() if key != "priority"}
    return rest if number is None else {**rest, "priority": number}
