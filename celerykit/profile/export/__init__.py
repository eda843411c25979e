"""A compiled config, written out for those who want to read it or keep it: one file a format."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.profile.config import CeleryConfig

__all__ = ["FORMATS", "Exported", "export"]

FORMATS = ("python", "toml", "json", "env")


@dataclass(frozen=True, slots=True)
class Exported:
    """The text, and what it leaves out, one sentence each."""

    text: str
    left_out: tuple[str, ...] = ()


def export(config: CeleryConfig, form: str) -> Exported:
    """The config in one of FORMATS. A secret is never written: it is read from, or named as, its variable.

    Raises ConfigurationError for values that the format cannot hold, naming every one.
    """
    modules = {"python": "python_module", "toml": "toml_profile", "json": "json_object", "env": "env_file"}
    exported: Exported = import_module(f"celerykit.profile.export.{modules[form]}").write(config)
    return exported
