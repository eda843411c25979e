"""Options that depend on the broker and the backend in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from celerykit import brokers
from celerykit.backends.base import Backend
from celerykit.brokers.base import Broker
from celerykit.intents import Intents, Option
from celerykit.profile.config import Note
from celerykit.profile.layers import Cell
from celerykit.values.suggestions import did_you_mean

__all__ = ["drop_foreign_options", "number_priorities"]


def drop_foreign_options(settings: dict[str, Cell], broker: Broker, backend: Backend | None) -> list[Note]:
    """Take out the transport options that the broker or backend in force never reads; with a note for each."""
    notes = []
    if not broker.passes_options_on:
        known = {**broker.options, **dict.fromkeys(brokers.OPTIONS, Option())}
        notes += list(_drop(settings, "broker_transport_options", known, broker.title))
    if backend is not None:
        notes += list(_drop(settings, "result_backend_transport_options", backend.options, backend.title))
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
