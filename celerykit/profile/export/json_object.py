"""The settings as a JSON object."""

from __future__ import annotations

import json

from celerykit.profile.config import CeleryConfig
from celerykit.profile.export import Exported
from celerykit.profile.export.plain_values import plain_settings

__all__ = ["write"]


def write(config: CeleryConfig) -> Exported:
    """One object, a key a setting."""
    settings, left_out = plain_settings(config, "JSON")
    return Exported(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", tuple(left_out))
