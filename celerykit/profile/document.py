"""One profile file, read and checked for shape."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from celerykit.errors import ConfigurationError, Problem
from celerykit.intents import NAMES as INTENTS
from celerykit.profile.lines import key_lines
from celerykit.values.places import Place, Source
from celerykit.values.suggestions import did_you_mean

__all__ = ["Document", "read_document"]

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
    """A profile file. name: what it is called; path: as shown; text: its source; data: what it says."""

    name: str
    path: str
    text: str = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)

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

    Raises ConfigurationError with everything that is wrong with its form: not readable, not TOML (with the line), keys
    that are not known, values of the wrong kind.
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
    if problems := list(_misshapen(document)):
        raise ConfigurationError(problems)
    return document


def _not_toml(name: str, shown: str, text: str, error: str) -> Problem:
    import re

    found = re.search(r" \(at line (\d+), column (\d+)\)| \(at end of document\)", error)
    words = error[: found.start()] if found else error
    line = found[1] if found and found[1] else str(max(1, text.count("\n")))
    return Problem(name, f"is not TOML: {words[:1].lower()}{words[1:]}", f"{shown}:{line}", "mend that line")


def _misshapen(document: Document) -> Iterator[Problem]:
    for key, value in document.data.items():
        if key not in _KEYS:
            cure = did_you_mean(key, _KEYS, f"a profile's keys are {', '.join(_KEYS)}; settings go under [settings]")
            yield Problem(key, "is not a key of a profile", str(document.source(key)), cure)
        elif not isinstance(value, _KEYS[key]):
            yield Problem(key, f"must be {_WORDS[_KEYS[key]]}", str(document.source(key)))
    for key in document.table("intent"):
        if key not in INTENTS:
            cure = did_you_mean(key, INTENTS, f"the intents are {', '.join(INTENTS)}")
            yield Problem(key, "is not an intent", str(document.source("intent", key)), cure)
    yield from _misshapen_parts(document)


def _misshapen_parts(document: Document) -> Iterator[Problem]:
    for kind in ("broker", "backend"):
        for name, part in document.table(kind).items():
            source = str(document.source(kind, name))
            if not isinstance(part, Mapping):
                yield Problem(f"{kind}.{name}", "must be a table", source, f"write [{kind}.{name}.settings]")
                continue
            for key in part:
                if key != "settings" or not isinstance(part[key], Mapping):
                    where = str(document.source(kind, name, key))
                    yield Problem(f"{kind}.{name}.{key}", "is not known", where, f"write [{kind}.{name}.settings]")
    for name, queue in document.table("queues").items():
        if queue != {}:
            where = str(document.source("queues", name))
            yield Problem(f"queues.{name}", "takes no keys", where, f"write {name} = {{}}")
