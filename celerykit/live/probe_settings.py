"""The settings that a probe needs, from the environment or a profile: the user's program is not read for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from celerykit.errors import ConfigurationError, UsageError

__all__ = ["probe_settings"]

_NEEDED = frozenset(
    {
        "accept_content",
        "broker_login_method",
        "broker_read_url",
        "broker_transport_options",
        "broker_url",
        "broker_use_ssl",
        "control_exchange",
        "control_queue_expires",
        "task_serializer",
    }
)
_URLS = {"CELERY_BROKER_URL": "broker_url", "CELERY_BROKER_READ_URL": "broker_read_url"}
_FILES = frozenset(f"{key}_FILE" for key in _URLS)


def probe_settings(variables: Mapping[str, str], profile: str | None = None) -> dict[str, Any]:
    """The settings by which to reach broker and workers.

    variables: the environment. profile: its name, else CELERYKIT_PROFILE; with neither, the environment is enough.
    Raises UsageError where nothing tells where the broker is, ConfigurationError where what is written is wrong.
    """
    named = profile or variables.get("CELERYKIT_PROFILE")
    found = _of_profile(named) if named else _of_environment(variables)
    if not (found.get("broker_read_url") or found.get("broker_url")):
        raise UsageError("nothing tells where the broker is: set CELERY_BROKER_URL, or CELERYKIT_PROFILE")
    return found


def _of_profile(name: str) -> dict[str, Any]:
    from celerykit.profile.load import load_profile

    found = load_profile(name)
    return {key: found[key] for key in _NEEDED & found.keys()}


def _of_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    if not any(name.startswith("CELERYKIT_") or name in _FILES for name in variables):
        # What every container asks every few seconds need not know all settings.
        return {name: variables[key] for key, name in _URLS.items() if variables.get(key)}
    from celerykit.profile.checking import checked
    from celerykit.profile.environment import read_environment

    read = read_environment(variables, level=0)
    values, wrong = checked({name: cell for name, cell in read.layer.settings.items() if name in _NEEDED})
    if problems := [*read.problems, *wrong]:
        raise ConfigurationError(problems)
    return values
