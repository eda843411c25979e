"""What names stand for to which nothing is bound, as in generated files and in what is shown in a chat or an issue."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["APP_NAMES", "WELL_KNOWN"]

WELL_KNOWN: Mapping[str, str] = {
    "AsyncResult": "celery.result.AsyncResult", "Celery": "celery.Celery", "Exchange": "kombu.Exchange",
    "MongoClient": "pymongo.MongoClient", "Queue": "kombu.Queue", "chain": "celery.chain", "chord": "celery.chord",
    "create_engine": "sqlalchemy.create_engine", "crontab": "celery.schedules.crontab", "group": "celery.group",
    "os": "os", "shared_task": "celery.shared_task", "ssl": "ssl", "timedelta": "datetime.timedelta",
    "transaction": "django.db.transaction",
}  # fmt: skip
"""The names of Celery's documentation, and of what goes with it."""

APP_NAMES = frozenset({"app", "celery", "celery_app"})
"""Names for the app, in a program that has but one."""
