"""What the environment says, and which of its variables are meant for us."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.catalogue import SETTINGS, VARIABLE_OF, VARIABLES
from celerykit.errors import Problem
from celerykit.intents import NAMES as INTENTS
from celerykit.profile.layers import UNSET, Cell, Layer, Said
from celerykit.values.places import Source, SourceKind
from celerykit.values.suggestions import did_you_mean

__all__ = ["OWN", "PREFIX", "Environment", "read_by_nobody", "read_environment"]

PREFIX = "CELERYKIT_"
INTENT = "INTENT__"

# celerykit's own switches: no settings.
OWN = (
    "CELERYKIT_APP_NAME",
    "CELERYKIT_DEBUG",
    "CELERYKIT_EMBEDDED",
    "CELERYKIT_ENV_FILE",
    "CELERYKIT_MANAGEMENT_URL",
    "CELERYKIT_PROFILE",
    "CELERYKIT_PROFILE_PATH",
)
# Settings whose CELERY_ spelling the `celery` command gives another meaning (celery/bin: auto_envvar_prefix).
_COMMAND_PREFIXES = ("CELERY_WORKER_", "CELERY_BEAT_", "CELERY_EVENTS_", "CELERY_EVENT_", "CELERY_CONTROL_")

_LISTS = frozenset({"strings", "serializers"})
_STRUCTURES = frozenset(
    {"mapping", "transport-options", "backend-options", "engine-options", "retry-policy", "ssl"}
    | {"routes", "annotations", "queues", "schedule", "any"}
)


@dataclass(frozen=True)
class Environment:
    """What one environment says. own: celerykit's own switches that are set."""

    layer: Layer
    own: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_environment(variables: Mapping[str, str], *, level: int, kind: SourceKind = "environment") -> Environment:
    """The settings, intents and switches among the variables.

    An empty variable is an unset one, as in Celery. `<NAME>_FILE` holds the path of a file with the value. Problems: a
    variable that starts with CELERYKIT_ and means nothing, a file that cannot be read, a variable and its _FILE both
    set, JSON that does not parse.
    """
    reader = _Reader(kind, level)
    for name in sorted(variables):
        if variables[name] and (name.startswith(PREFIX) or name.removesuffix("_FILE") in VARIABLES):
            reader.take(name, variables)
    return Environment(Layer(level, reader.settings, reader.intents), reader.own, tuple(reader.problems))


def read_by_nobody(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables that look like settings, as Django projects spell them, and are read by nobody: with the right name."""
    for name in sorted(variables):
        setting = name.removeprefix("CELERY_").lower()
        if not name.startswith("CELERY_") or name in VARIABLES or name.startswith(_COMMAND_PREFIXES):
            continue
        if setting in SETTINGS and variables[name]:
            yield name, f"{PREFIX}{setting.upper()}"


class _Reader:
    def __init__(self, kind: SourceKind, level: int) -> None:
        self.kind, self.level = kind, level
        self.settings: dict[str, Cell] = {}
        self.intents: dict[str, Said] = {}
        self.own: dict[str, str] = {}
        self.problems: list[Problem] = []

    def take(self, name: str, variables: Mapping[str, str]) -> None:
        """One variable, into what it says."""
        if name in OWN:
            self.own[name] = variables[name]
            return
        meant = name.removesuffix("_FILE")
        if meant != name and not self._known(name):
            if variables.get(meant):
                fact = f"{meant} and {name} are both set"
                self._wrong(meant, fact, "unset one of them")
                return
            text = self._file(name, variables[name])
        else:
            meant, text = name, variables[name]
        if text is not None:
            self._say(meant, name, text)

    def _known(self, name: str) -> bool:
        return name.removeprefix(PREFIX).lower() in SETTINGS

    def _file(self, name: str, path: str) -> str | None:
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            self._wrong(name, f"names a file that cannot be read: {error.strerror}", "name a file with the value in it")
        except UnicodeDecodeError:
            self._wrong(name, "names a file that is not text", "name a file with the value in it")
        return None

    def _say(self, meant: str, name: str, text: str) -> None:
        """What `meant` says, as the variable `name` sets it."""
        source = Source(self.kind, name)
        if meant in VARIABLES:
            self.settings[VARIABLES[meant]] = Said(text, source, self.level)
            return
        rest = meant.removeprefix(PREFIX)
        if rest.startswith(INTENT):
            self._say_intent(rest.removeprefix(INTENT).lower(), name, text, source)
            return
        setting, *keys = (part.lower() for part in rest.split("__"))
        right = VARIABLE_OF.get(setting)
        if right:
            self._wrong(name, f"is not read, since Celery itself reads {right}", f"set {right}")
        elif setting not in SETTINGS:
            self._unknown(name, setting)
        else:
            self._say_setting(setting, keys, text, source)

    def _say_intent(self, intent: str, name: str, text: str, source: Source) -> None:
        if intent not in INTENTS:
            choices = [f"{PREFIX}{INTENT}{known.upper()}" for known in INTENTS]
            self._wrong(name, "names no intent", did_you_mean(name, choices, f"the intents are {', '.join(choices)}"))
            return
        value: object = text
        if intent == "priorities" and text != UNSET:
            value = [part.strip() for part in text.split(",")]
        self.intents[intent] = Said(value, source, self.level)

    def _say_setting(self, setting: str, keys: list[str], text: str, source: Source) -> None:
        kind = SETTINGS[setting].kind
        try:
            if keys:
                self._nested(setting, keys, _loose(text), source)
                return
            value = _structured(kind, text)
        except ValueError as error:
            self._wrong(
                source.name, f"is not JSON: {error}", "write the value as JSON, or each key by __ in a variable"
            )
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                self._nested(setting, [key], inner, source)
            self.settings.setdefault(setting, {})
        else:
            self.settings[setting] = Said(value, source, self.level)

    def _nested(self, setting: str, keys: list[str], value: object, source: Source) -> None:
        cell = self.settings.setdefault(setting, {})
        if not isinstance(cell, dict):
            fact = f"says one key of {setting}, of which {cell.source.name} says the whole"
            self._wrong(source.name, fact, "unset one of them")
            return
        first, *rest = keys
        for key in reversed(rest):
            value = {key: value}
        before = cell[first].value if first in cell else None
        if isinstance(before, dict) and isinstance(value, dict):
            value = before | value
        cell[first] = Said(value, source, self.level)

    def _unknown(self, name: str, setting: str) -> None:
        choices = [*OWN, *(f"{PREFIX}{known.upper()}" for known in SETTINGS)]
        self._wrong(name, "is no variable that celerykit knows", did_you_mean(name, choices, "unset it"))

    def _wrong(self, name: str, fact: str, cure: str) -> None:
        self.problems.append(Problem(name, fact, "environment" if self.kind == "environment" else ".env", cure))


def _structured(kind: str, text: str) -> object:
    """A text as the kind of setting wants it: JSON for a structure; a list also as a,b,c."""
    if text == UNSET:
        return text
    if kind in _LISTS:
        return json.loads(text) if text.lstrip().startswith("[") else [part.strip() for part in text.split(",")]
    if kind in _STRUCTURES:
        return json.loads(text) if text.lstrip()[:1] in {"{", "["} else _loose(text)
    return text


def _loose(text: str) -> object:
    """A value within a structure: JSON where it is that ("3600", "true"), else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text
