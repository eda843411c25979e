"""The static reading, completed by what loading the configuration told."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from celerykit.catalogue import SETTINGS, VARIABLES
from celerykit.project import Config, Entry, Failure, Opaque, Project, State, Value
from celerykit.reading.found import Found
from celerykit.reading.loading import Interpreter, Loaded, load
from celerykit.reading.sources import Program
from celerykit.values.places import Place, Source
from celerykit.values.secrets import hide_in_text, is_secret_name, shown

__all__ = ["with_loaded"]

_KINDS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
# Classes that the program knows under shorter names than those of the modules that define them.
_NAMES = {
    "kombu.entity.Queue": "kombu.Queue",
    "kombu.entity.Exchange": "kombu.Exchange",
    "re.Pattern": "re.Pattern",
}
_VARIABLES = {setting: variable for variable, setting in VARIABLES.items()}
# Which module is loaded is for these to say, whatever the program says.
_CHOOSING = ("CELERY_CONFIG_MODULE", "DJANGO_CONFIGURATION", "DJANGO_SETTINGS_MODULE")


def with_loaded(found: Found, program: Program, notes: list[str], python: Interpreter) -> Project:
    """The project, with values that only loading tells. What could not be loaded is noted, or is a failure."""
    if found.kind == "rest" or any(failure.kind == "does-not-parse" for failure in found.project.failures):
        return found.project
    told = load(found, program, python)
    if told.note:
        notes.append(told.note)
        return found.project
    if told.error:
        return _failed(found, told.error, program, notes, python)
    project = replace(found.project, config=_merged(found.project.config, told))
    return replace(project, celery=project.celery or ("" if python.own else told.celery))


def _failed(found: Found, error: dict[str, Any], program: Program, notes: list[str], python: Interpreter) -> Project:
    project, text = found.project, _line(error["text"])
    subject = project.app or project.config.subject
    missing = str(error["missing"] or "").partition(".")[0]
    if missing and python.own and program.find(missing) is None:
        # Ours need not have what the project needs; its own interpreter would.
        notes.append(f"{subject} was not loaded: {missing} is not installed here; name the project's own Python")
        return project
    if "Cannot mix" in text:
        # Said of the names themselves, with their places, by a rule.
        notes.append(f"{subject} was not loaded: it mixes old and new names of settings")
        return project
    place = error["place"]
    where = Place(program.shown(Path(place[0])), place[1]) if place else None
    return replace(project, failures=(*project.failures, Failure("raises", text, where, subject)))


def _line(text: str) -> str:
    """The first line of an error, without secrets."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return hide_in_text(first)[:300]


def _merged(config: Config, told: Loaded) -> Config:
    entries = [entry if not entry.in_force else _told(entry, told) for entry in config.entries]
    seen = {entry.setting for entry in entries if entry.in_force and entry.setting}
    names = {entry.name for entry in entries}
    for name, raw in told.settings.items():
        if name not in seen and name not in names | told.environment.keys():
            setting = name if name in SETTINGS else None
            entries.append(Entry(name, setting, _value(name, decoded(raw), config.subject), None, "loaded"))
    return replace(config, entries=(*_from_environment(entries, told),), complete=True, loaded=True)


def _from_environment(entries: list[Entry], told: Loaded) -> Iterator[Entry]:
    for entry in entries:
        yield replace(entry, in_force=False) if entry.setting in told.environment else entry
    for name, text in told.environment.items():
        variable = _VARIABLES[name]
        value = Value(State.KNOWN, text, source=Source("environment", variable), text=shown(text), variable=variable)
        yield Entry(variable, name, value, None, "loaded")


def _told(entry: Entry, told: Loaded) -> Entry:
    if entry.setting is None or entry.setting in told.environment:
        return entry
    if entry.setting not in told.settings:
        # Written in a branch that was not taken, or where Celery does not look.
        return replace(entry, in_force=False)
    loaded = completed(entry.value, decoded(told.settings[entry.setting]))
    # Where the environment names the module that is loaded, another one may be what was read.
    same = loaded is entry.value or (entry.way == "module" and any(os.environ.get(name) for name in _CHOOSING))
    return replace(entry, value=loaded, as_written=None if same else entry.value)


def completed(value: Value, loaded: object) -> Value:
    """A value as written, known now that it was loaded; its place and its parts' places are kept."""
    if value.known and _alike(value.value, loaded):
        return value
    if isinstance(loaded, dict):
        keys = {key: completed(value.keys.get(key, _empty(value)), part) for key, part in loaded.items()}
        return replace(_plain(value, loaded), keys=keys)
    if isinstance(loaded, (list, tuple)):
        same = len(value.items) == len(loaded)
        items = tuple(completed(value.items[i] if same else _empty(value), part) for i, part in enumerate(loaded))
        return replace(_plain(value, loaded), items=items)
    return _plain(value, loaded)


def _plain(value: Value, loaded: object) -> Value:
    source = value.source
    if value.variable and os.environ.get(value.variable):
        source = Source("environment", value.variable, value.place)
    return replace(value, state=State.KNOWN, value=loaded, source=source, type=None, literal=False, open=False)


def _empty(value: Value) -> Value:
    """A part that the source does not show, standing where the whole stands."""
    return Value(State.UNKNOWN, place=value.place, source=value.source)


def _alike(written: object, loaded: object) -> bool:
    """Whether a value read from the source is the one that was loaded; objects are told by their class alone."""
    if isinstance(written, Opaque) and isinstance(loaded, Opaque):
        return written.type.rpartition(".")[2] == loaded.type.rpartition(".")[2]
    if isinstance(written, dict) and isinstance(loaded, dict):
        return written.keys() == loaded.keys() and all(_alike(written[key], loaded[key]) for key in written)
    if isinstance(written, (list, tuple)) and type(written) is type(loaded):
        return len(written) == len(loaded) and all(map(_alike, written, loaded))
    return type(written) is type(loaded) and written == loaded


def _value(name: str, loaded: object, subject: str) -> Value:
    setting = SETTINGS.get(name)
    secret = bool(setting and setting.secret) or is_secret_name(name)
    base = Value(State.UNKNOWN, source=Source("program", subject), text=shown(loaded, secret=secret))
    return replace(completed(base, loaded), text=base.text)


def decoded(raw: Any) -> object:
    """A value as the probe writes it."""
    if not isinstance(raw, dict):
        return raw
    ((tag, inner),) = raw.items()
    match tag:
        case "dict":
            return {_key(decoded(key)): decoded(value) for key, value in inner}
        case "timedelta":
            return datetime.timedelta(seconds=inner)
        case "bytes":
            return str(inner).encode("latin-1")
        case "opaque":
            return Opaque(_NAMES.get(inner[0], inner[0]), hide_in_text(inner[1]))
    items = [decoded(item) for item in inner]
    return _KINDS[tag](map(_key, items)) if tag in {"set", "frozenset"} else _KINDS[tag](items)


def _key(value: object) -> object:
    """What can be a key: a dict or a list can not."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value
