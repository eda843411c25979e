"""Values that TOML, JSON and the environment can hold: texts, numbers, true and false, lists and tables of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from ssl import VerifyMode
from typing import Any

from celerykit.errors import ConfigurationError, Problem
from celerykit.profile.annotations import Annotations
from celerykit.profile.config import CeleryConfig
from celerykit.profile.export.secrets import holds_secret, variable_of

__all__ = ["plain_settings"]


def plain_settings(config: CeleryConfig, form: str) -> tuple[dict[str, Any], list[str]]:
    """The settings without secrets, as plain values, and what was left out.

    Raises ConfigurationError that names every value with no plain form: crontabs, patterns, routers.
    """
    plain: dict[str, Any] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    for name, value in config.record().items():
        if holds_secret(name, value):
            left_out.append(f"{name} holds a secret: set {variable_of(name)}")
            continue
        if isinstance(value, Annotations):
            left_out += [f"task_annotations: {key} of tasks that do not set it" for key in value.unless_set]
            left_out.append("task_annotations: limits and retries that give way to what a task says itself")
            if not value.own:
                continue
            value = value.own
        odd = list(_odd(name, value))
        problems += [Problem(name, f"{where} has no form in {form}", cure="use --format python") for where in odd]
        if not odd:
            plain[name] = _plain(value)
    if problems:
        raise ConfigurationError(problems)
    return plain, left_out


def _odd(where: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _odd(f"{where}.{key}", inner)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _odd(f"{where}[{number}]", inner)
    elif value is not None and not isinstance(value, (bool, int, float, str, timedelta)):
        yield f"{where} ({type(value).__name__})"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, VerifyMode):
        return value.name.removeprefix("CERT_").lower()
    return value
