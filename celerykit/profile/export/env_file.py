"""The settings as environment variables."""

from __future__ import annotations

import json

from celerykit.profile.config import CeleryConfig
from celerykit.profile.export import Exported
from celerykit.profile.export.plain_values import plain_settings
from celerykit.profile.export.secrets import variable_of

__all__ = ["write"]


def write(config: CeleryConfig) -> Exported:
    """A line a setting, as `.env` files and `docker --env-file` take them."""
    settings, left_out = plain_settings(config, "the environment")
    left_out += [f"{name} is None, which a variable cannot say" for name, value in settings.items() if value is None]
    lines = [f"{variable_of(name)}={_text(value)}" for name, value in settings.items() if value is not None]
    return Exported("\n".join(lines) + "\n", tuple(left_out))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
