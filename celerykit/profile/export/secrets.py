"""Which settings hold a secret, and the variable that says it instead."""

from __future__ import annotations

from celerykit.catalogue import SETTINGS, VARIABLE_OF
from celerykit.profile.environment import PREFIX
from celerykit.values.secrets import HIDDEN, shown

__all__ = ["holds_secret", "variable_of"]

# RabbitMQ's own account, refused from anywhere but its own host: no secret.
_OPEN_ACCOUNT = "//guest:guest@"


def holds_secret(name: str, value: object) -> bool:
    """Whether the value of a setting must not be written anywhere."""
    if isinstance(value, str) and _OPEN_ACCOUNT in value:
        return False
    told = shown(value, secret=SETTINGS[name].secret)
    return HIDDEN in told and told != repr(value)


def variable_of(name: str) -> str:
    """The environment variable that sets a setting."""
    return VARIABLE_OF.get(name, f"{PREFIX}{name.upper()}")
