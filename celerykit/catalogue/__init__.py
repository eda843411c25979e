"""The table of all settings: what each is, said once.

Nothing here imports Celery. A test compares the table with the installed one, name for name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from celerykit.catalogue import (
    beat,
    broker,
    control,
    general,
    result,
    security,
    stores_clouds,
    stores_databases,
    stores_documents,
    stores_redis,
    task_running,
    task_sending,
    worker_pool,
    worker_process,
)
from celerykit.catalogue.setting import Kind, Setting

__all__ = [
    "OLD_NAMES",
    "SETTINGS",
    "VARIABLES",
    "VARIABLE_OF",
    "Kind",
    "Setting",
    "defaults",
    "exists_in",
    "families",
    "find",
]

# The environment variables that Celery itself reads, before all configuration (celery/app/utils.py, Settings).
VARIABLES: Mapping[str, str] = {
    "CELERY_BROKER_URL": "broker_url",
    "CELERY_BROKER_READ_URL": "broker_read_url",
    "CELERY_BROKER_WRITE_URL": "broker_write_url",
    "CELERY_RESULT_BACKEND": "result_backend",
}
VARIABLE_OF: Mapping[str, str] = {setting: variable for variable, setting in VARIABLES.items()}

_TABLES = (
    general.SETTINGS,
    beat.SETTINGS,
    broker.SETTINGS,
    control.SETTINGS,
    result.SETTINGS,
    stores_clouds.SETTINGS,
    stores_databases.SETTINGS,
    stores_documents.SETTINGS,
    stores_redis.SETTINGS,
    security.SETTINGS,
    task_running.SETTINGS,
    task_sending.SETTINGS,
    worker_pool.SETTINGS,
    worker_process.SETTINGS,
)

# Defaults that changed within the versions that we support: the first Celery with today's, and what was before it.
_EARLIER_DEFAULTS: Mapping[str, tuple[tuple[int, ...], object]] = MappingProxyType(
    {
        "control_queue_exclusive": ((5, 7), False),
        "database_engine_options": ((5, 6, 3), None),
        "event_queue_exclusive": ((5, 7), False),
    }
)

SETTINGS: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in chain(*_TABLES)})
"""All settings by their present names, in the order in which they are documented."""

OLD_NAMES: Mapping[str, str] = MappingProxyType(
    {old: setting.name for setting in SETTINGS.values() for old in setting.old}
)
"""Upper-case names from before Celery 4, and what each is called now (Celery's own `_TO_NEW_KEY`)."""


def find(name: str) -> Setting | None:
    """The setting of that name, present or old; None where there is none."""
    return SETTINGS.get(name) or SETTINGS.get(OLD_NAMES.get(name, ""))


def exists_in(setting: Setting, celery: tuple[int, ...]) -> bool:
    """Whether that Celery, as (5, 6) or (5, 6, 2), reads the setting."""
    if setting.since and celery[:2] < _version(setting.since):
        return False
    return not setting.until or celery[:2] <= _version(setting.until)


def defaults(celery: tuple[int, ...]) -> Mapping[str, object]:
    """What that Celery, as (5, 6, 3), takes where nobody says anything; fresh values, for the settings it reads."""
    return {setting.name: _default(setting, celery) for setting in SETTINGS.values() if exists_in(setting, celery)}


def families() -> Mapping[str, tuple[Setting, ...]]:
    """The settings by family ("broker", "task", …), sorted by the family's name."""
    names = sorted({setting.prefix for setting in SETTINGS.values()})
    return {name: tuple(_family(name)) for name in names}


def _family(name: str) -> Iterator[Setting]:
    return (setting for setting in SETTINGS.values() if setting.prefix == name)


def _default(setting: Setting, celery: tuple[int, ...]) -> object:
    since, before = _EARLIER_DEFAULTS.get(setting.name, ((), None))
    value = before if celery < since else setting.default
    return dict(value) if isinstance(value, dict) else value


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
