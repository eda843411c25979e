"""What one setting is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Setting"]

Kind = Literal[
    "bool",
    "int",
    "number",
    "seconds",  # a length of time: Celery wants a number of seconds; some also take a timedelta (see `timedelta`)
    "string",
    "strings",  # a list or tuple of texts
    "bytes",
    "path",
    "import-path",  # "module:name" or "module.name", or the object itself
    "callable",
    "mapping",
    "url",
    "urls",  # one URL, a list of them, or several in one text separated by ";"
    "backend-url",
    "serializer",
    "serializers",
    "compression",
    "timezone",
    "rate-limit",
    "concurrency",  # a whole number, or "auto" from 5.7
    "priority",
    "delivery-mode",  # 1 or 2, or one of the choices
    "log-level",  # a name, or a number of the logging module
    "schedule",
    "routes",
    "annotations",
    "queues",
    "transport-options",
    "backend-options",
    "engine-options",
    "retry-policy",
    "ssl",
    "any",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """A name that Celery reads.

    kind: what its value is. unit: of a number, "seconds", "KiB", "milliseconds". default: Celery's own.
    optional: None is a value that Celery accepts. choices: the only values there are; minimum: the least number.
    timedelta: a `seconds` setting for which Celery itself takes a timedelta.
    since, until: the first Celery that reads it, the last one; "" where that is outside of what we support.
    old: names before Celery 4. deprecated: what to use instead. secret: never shown.
    listed: False where Celery reads it without listing it in celery.app.defaults.
    documented: False where Celery's own documentation is silent about it.
    """

    name: str
    kind: Kind
    default: object
    doc: str
    unit: str = ""
    optional: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    timedelta: bool = False
    since: str = ""
    until: str = ""
    old: tuple[str, ...] = ()
    deprecated: str = ""
    secret: bool = False
    listed: bool = True
    documented: bool = True

    @property
    def prefix(self) -> str:
        """The family of the setting: "broker", "task", …; "general" for the few without one."""
        head, _, tail = self.name.partition("_")
        return head if tail and head not in {"accept", "enable", "override", "CELERY"} else "general"
