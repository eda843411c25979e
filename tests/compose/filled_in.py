"""A written compose file as Docker Compose takes it: parsed, and with its variables filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from celerykit.compose import compose_file
from celerykit.profile.load import load_profile

_VARIABLE = re.compile(r"\$(?:\$|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<word>[^}]*))?\})")


class MustBeSet(Exception):
    """A variable that has no value and no default."""


def written(
    profile: str,
    app: str | None = None,
    env: Mapping[str, str] | None = None,
    intent: Mapping[str, object] | None = None,
) -> str:
    """The text of the file."""
    return compose_file(load_profile(profile, env=dict(env or {}), intent=intent), app=app).text


def composed(text: str, **variables: str) -> dict[str, Any]:
    """What Compose makes of a file; docs.docker.com/reference/compose-file/interpolation."""
    filled: dict[str, Any] = _filled_in(yaml.safe_load(text), variables)
    return filled


def _filled_in(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled_in(inner, variables) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled_in(inner, variables) for inner in value]
    return _VARIABLE.sub(lambda found: _value(found, variables), value) if isinstance(value, str) else value


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    if found["name"] is None:
        return "$"
    if given := variables.get(found["name"]):
        return given
    if found["kind"] == "?":
        raise MustBeSet(found["word"])
    return found["word"] or ""
