"""celerykit: Celery configuration that says what it means.

`app.config_from_object(celerykit.load_profile("rabbitmq-redis", include=["proj.tasks"]))`
"""

from __future__ import annotations

# Type checkers take it for typing.TYPE_CHECKING, whose import would double what `import celerykit` costs.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from celerykit.engine import validate
    from celerykit.errors import (
        CelerykitError,
        ConfigurationError,
        Problem,
        ProfileNotFound,
        TargetNotFound,
        TasksNotConfirmed,
        ToolSettingsError,
        UsageError,
    )
    from celerykit.findings import Finding, Report
    from celerykit.integrations.guard import guard
    from celerykit.profile.config import CeleryConfig
    from celerykit.profile.load import load_profile
    from celerykit.publishing.batches import batch

__all__ = [
    "CeleryConfig",
    "CelerykitError",
    "ConfigurationError",
    "Finding",
    "Problem",
    "ProfileNotFound",
    "Report",
    "TargetNotFound",
    "TasksNotConfirmed",
    "ToolSettingsError",
    "UsageError",
    "batch",
    "guard",
    "load_profile",
    "validate",
]

__version__ = "0.1.0"

_HOMES = {
    "CeleryConfig": "profile.config",
    "Finding": "findings",
    "Report": "findings",
    "batch": "publishing.batches",
    "guard": "integrations.guard",
    "load_profile": "profile.load",
    "validate": "engine",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `import celerykit` itself costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'celerykit' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"celerykit.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
