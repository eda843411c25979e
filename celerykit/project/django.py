"""What a Django project says beside its Celery settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from celerykit.project.values import State, Value
from celerykit.values.places import Place

__all__ = ["Django"]


@dataclass(frozen=True, slots=True)
class Django:
    """A Django project.

    settings: what is written of INSTALLED_APPS, CACHES, DATABASES, TIME_ZONE, USE_TZ, LOGGING, ATOMIC_REQUESTS.
    complete: False where more may be set than is seen. package: of the settings ("proj"); place: of its `__init__.py`.
    loads_app: whether importing that package makes the Celery app; None where that cannot be known.
    in_use: the module, or the class in it, that the settings are taken from: "proj.settings.production".
    """

    settings: Mapping[str, Value] = field(default_factory=dict)
    complete: bool = True
    package: str = ""
    place: Place | None = None
    loads_app: bool | None = None
    in_use: str = ""

    def __getitem__(self, name: str) -> Value:
        """A setting of Django's; a default without a value where it is not written."""
        found = self.settings.get(name)
        if found is None:
            return Value(State.DEFAULT) if self.complete else Value(State.UNKNOWN)
        return found
