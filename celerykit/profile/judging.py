"""A compiled profile as a project, so that the rules that judge programs judge it too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celerykit.catalogue import defaults
from celerykit.profile.config import CeleryConfig
from celerykit.profile.load import installed_celery, load_profile
from celerykit.project import Config, Entry, Opaque, Project, State, Value
from celerykit.values.places import Source
from celerykit.values.secrets import shown

__all__ = ["as_project", "project_of"]

_PLAIN = (bool, int, float, str, bytes, type(None))


def as_project(name: str) -> Project:
    """A profile by name, compiled for the environment of this process. Raises as load_profile does."""
    return project_of(load_profile(name))


def project_of(config: CeleryConfig) -> Project:
    """What a compiled config says, each value with the place that set it."""
    entries = tuple(
        Entry(name, name, _value(value, config, name), config.source(name).place, way="profile")
        for name, value in config.record().items()
    )
    celery = installed_celery()
    said = Config(entries, defaults=defaults(celery), subject=f"profile {config.profile}")
    return Project(said, app=said.subject, celery=".".join(map(str, celery)), embedded=config.facts.embedded)


def _value(value: Any, config: CeleryConfig, name: str) -> Value:
    source = config.source(name)
    if not isinstance(value, Mapping):
        return _known(value, source)
    keys = {str(key): _known(inner, config.source(name, str(key))) for key, inner in value.items()}
    plain = {key: inner.value for key, inner in keys.items()}
    return Value(State.KNOWN, plain, source.place, source, shown(plain), keys=keys)


def _known(value: Any, source: Source) -> Value:
    plain = _plain(value)
    variable = source.name if source.kind in {"environment", "env-file", "platform"} else ""
    literal = source.kind == "profile"
    return Value(State.KNOWN, plain, source.place, source, shown(plain), variable=variable, literal=literal)


def _plain(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(inner) for inner in value)
    if type(value).__module__ == "datetime":
        return value
    return Opaque(f"{type(value).__module__}.{type(value).__qualname__}", shown(value))
