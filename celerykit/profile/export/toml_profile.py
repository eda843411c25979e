"""The settings as a profile of its own."""

from __future__ import annotations

from typing import Any

from celerykit.profile.config import CeleryConfig
from celerykit.profile.export import Exported
from celerykit.profile.export.plain_values import plain_settings

__all__ = ["write"]


def write(config: CeleryConfig) -> Exported:
    """A profile that says every setting outright, without intents: no longer one for any broker."""
    import tomli_w

    settings, left_out = plain_settings(config, "TOML")
    left_out += [f"{name} is None, which TOML cannot say" for name, value in settings.items() if value is None]
    said = {name: value for name, value in settings.items() if value is not None}
    top: dict[str, Any] = {"summary": f"{config.profile}, as compiled for {config.broker}."}
    top |= {name: said.pop(name) for name in ("broker_url", "result_backend") if name in said}
    if config.facts.embedded:
        top["embedded"] = True
    return Exported(tomli_w.dumps({**top, "settings": said}), tuple(left_out))
