"""The static reading, completed by what loading the configuration told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from celerykit.catalogue import SETTINGS, VARIABLE_OF
from celerykit.project import Config, Entry, Failure, Project, State, Value
from celerykit.reading.found import Found
from celerykit.reading.loaded_values import completed, decoded, loaded_value
from celerykit.reading.loading import Interpreter, Loaded, load
from celerykit.reading.sources import Program
from celerykit.values.places import Place, Source
from celerykit.values.secrets import hide_in_text, is_secret_name, shown

__all__ = ["with_loaded"]

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
            entries.append(_unwritten(name, raw, config.subject))
    return replace(config, entries=(*_from_environment(entries, told),), complete=True, loaded=True)


def _unwritten(name: str, raw: object, subject: str) -> Entry:
    """A setting that no line of the program shows."""
    setting = SETTINGS.get(name)
    secret = is_secret_name(name) or (setting is not None and setting.secret)
    value = loaded_value(decoded(raw), Source("program", subject), secret=secret)
    return Entry(name, name if setting else None, value, None, "loaded")


def _from_environment(entries: list[Entry], told: Loaded) -> Iterator[Entry]:
    for entry in entries:
        yield replace(entry, in_force=False) if entry.setting in told.environment else entry
    for name, text in told.environment.items():
        variable = VARIABLE_OF[name]
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
