"""Settings without a family: content, imports, time."""

from __future__ import annotations

from celerykit.catalogue.setting import Setting

__all__ = ["SETTINGS"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "accept_content",
        "serializers",
        ("json",),
        "Serializers or content types that workers and clients agree to read; anything else is refused.",
        old=("CELERY_ACCEPT_CONTENT",),
    ),
    Setting(
        "enable_utc",
        "bool",
        True,
        "Whether dates in messages are in UTC; else they are in the local time zone.",
        old=("ENABLE_UTC",),
    ),
    Setting(
        "imports",
        "strings",
        (),
        "Modules that a worker imports when it starts, before those of `include`.",
        old=("CELERY_IMPORTS",),
    ),
    Setting(
        "include",
        "strings",
        (),
        "More modules that a worker imports when it starts; the `include` argument of the app lands here.",
        old=("CELERY_INCLUDE",),
    ),
    Setting(
        "timezone",
        "timezone",
        None,
        "Time zone of schedules and of naive dates, as an IANA name; unset means UTC.",
        optional=True,
        old=("CELERY_TIMEZONE",),
    ),
    Setting(
        "override_backends",
        "mapping",
        None,
        "Result backends by name, put before Celery's own; read from the configuration object only.",
        optional=True,
        listed=False,
    ),
    Setting(
        "CELERY_DB_REUSE_MAX",
        "int",
        None,
        "Under Django: after how many tasks a database connection is closed; unset closes it after each task.",
        optional=True,
        minimum=0,
        listed=False,
        documented=False,
    ),
)
