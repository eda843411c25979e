"""One profile file, read and checked for shape."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from celerykit.errors import ConfigurationError, Problem
from celerykit.intents import NAMES as INTENTS
from celerykit.profile.lines import key_lines
from celerykit.values.places import Place, Source
from celerykit.values.suggestions import did_you_mean

__all__ = ["Document", "read_document"]

Key = tuple[str, ...]

_KEYS: Mapping[str, type] = {
    "summary": str,
    "extends": str,
    "embedded": bool,
    "app_name": str,
    "single_database": bool,
    "broker_url": str,
    "broker_url_from": list,
    "result_backend": str,
    "result_backend_from": list,
    "intent": dict,
    "settings": dict,
    "queues": dict,
    "broker": dict,
    "backend": dict,
}
_WORDS = {str: "a text", bool: "true or false", list: "a list of texts", dict: "a table"}


@dataclass(frozen=True)
class Document:
    """A profile file. name: what it is called; path: as shown; text: its source; data: what it says.

    problems: what it says besides, and nobody can read.
    """

    name: str
    path: str
    text: str = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _lines(self) -> Mapping[tuple[str, ...], int]:
        return key_lines(self.text)

    def place(self, *key: str) -> Place:
        """Where a key stands; the table above it where it has no line of its own."""
        for end in range(len(key), 0, -1):
            if key[:end] in self._lines:
                return Place(self.path, self._lines[key[:end]])
        return Place(self.path)

    def source(self, *key: str) -> Source:
        """The source of a value of this profile: file and line."""
        place = self.place(*key)
        return Source("profile", f"{place.path}:{place.line}", place)

    def table(self, *key: str) -> Mapping[str, Any]:
        """A table of the profile, empty where it has none."""
        found: Any = self.data
        for part in key:
            found = found.get(part, {})
        return found if isinstance(found, Mapping) else {}

    @property
    def summary(self) -> str:
        """What the profile is, in a sentence."""
        return str(self.data.get("summary", ""))


def read_document(path: Path, *, name: str, shown: str) -> Document:
    """The profile in a file. shown: its path as messages name it.

    What is wrong within its tables is left out, and told in `problems`. Raises ConfigurationError where the rest makes
    no sense without it: not readable, not TOML (with the line), keys that are not known, values of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigurationError([Problem(name, f"cannot be read: {error.strerror}", shown)]) from None
    except UnicodeDecodeError as error:
        fact = f"is not text: byte {error.start} is not UTF-8"
        raise ConfigurationError([Problem(name, fact, shown, "save the profile as UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([_not_toml(name, shown, text, str(error))]) from None
    document = Document(name, shown, text, data)
    wrong = list(_wrong_parts(document))
    problems = tuple(problem for _, problem in wrong)
    if keys := list(_wrong_keys(document)):
        raise ConfigurationError([*keys, *problems])
    for key, _ in wrong:
        data = _without(data, key)
    return replace(document, data=data, problems=problems)


def _not_toml(name: str, shown: str, text: str, error: str) -> Problem:
    import re

    found = re.search(r" \(at line (\d+), column (\d+)\)| \(at end of document\)", error)
    words = error[: found.start()] if found else error
    line = found[1] if found and found[1] else str(max(1, text.count("\n")))
    return Problem(name, f"is not TOML: {words[:1].lower()}{words[1:]}", f"{shown}:{line}", "mend that line")


def _wrong_keys(document: Document) -> Iterator[Problem]:
    for key, value in document.data.items():
        if key not in _KEYS:
            cure = did_you_mean(key, _KEYS, f"a profile's keys are {', '.join(_KEYS)}; settings go under [settings]")
            yield Problem(key, "is not a key of a profile", str(document.source(key)), cure)
        elif not isinstance(value, _KEYS[key]):
            yield Problem(key, f"must be {_WORDS[_KEYS[key]]}", str(document.source(key)))


def _wrong_parts(document: Document) -> Iterator[tuple[Key, Problem]]:
    """What is wrong within the tables, and where: the rest of the profile can be read without it."""
    for key in document.table("intent"):
        if key not in INTENTS:
            cure = did_you_mean(key, INTENTS, f"the intents are {', '.join(INTENTS)}")
            yield ("intent", key), Problem(key, "is not an intent", str(document.source("intent", key)), cure)
    for kind in ("broker", "backend"):
        for name, part in document.table(kind).items():
            yield from _wrong_part(document, kind, name, part)
    for name, queue in document.table("queues").items():
        yield from _wrong_queue(document, name, queue)


def _wrong_part(document: Document, kind: str, name: str, part: object) -> Iterator[tuple[Key, Problem]]:
    where: Key
    cure = f"write [{kind}.{name}.settings]"
    if not isinstance(part, Mapping):
        where = (kind, name)
        yield where, Problem(".".join(where), "must be a table", str(document.source(*where)), cure)
        return
    for key, value in part.items():
        if key != "settings" or not isinstance(value, Mapping):
            where = (kind, name, key)
            yield where, Problem(".".join(where), "is not known", str(document.source(*where)), cure)


def _wrong_queue(document: Document, name: str, queue: object) -> Iterator[tuple[Key, Problem]]:
    where: Key
    if not isinstance(queue, Mapping):
        where = ("queues", name)
        source = str(document.source(*where))
        yield where, Problem(".".join(where), "must be a table", source, f"write {name} = {{}}")
        return
    for key, value in queue.items():
        where = ("queues", name, key)
        source = str(document.source(*where[:2]))
        if key != "replicated":
            cure = did_you_mean(key, ("replicated",), f"write {name} = {{}}, or {name} = {{ replicated = true }}")
            yield where, Problem(".".join(where), "is not known", source, cure)
        elif not isinstance(value, bool):
            yield where, Problem(".".join(where), "must be true or false", source)


def _without(table: Mapping[str, Any], key: Key) -> dict[str, Any]:
    first, *rest = key
    if not rest:
        return {name: value for name, value in table.items() if name != first}
    return {**table, first: _without(table[first], tuple(rest))}
