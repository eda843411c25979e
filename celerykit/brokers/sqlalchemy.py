"""A database as a broker, through SQLAlchemy: kombu/transport/sqlalchemy/__init__.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.base import no_broadcasts
from celerykit.brokers.embedded import POLLING, Embedded
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark

__all__ = ["Sqlalchemy"]

# Seconds between two looks at an empty queue. kombu looks once a second: one task a second, sent one after the other.
# Each look costs about 2 ms of a processor, so 0.02 keeps an idle worker at 5 to 10 % of one.
_POLL = 0.02
_PLUGIN = "celerykit"


class Sqlalchemy(Embedded):
    """Two tables, polled. Every option that kombu does not know is an argument of `sqlalchemy.create_engine`.

    So is `polling_interval`, which kombu does know: only our engine plugin lets it through (`sqlite_plugin.py`).
    """

    name = "sqlalchemy"
    title = "the SQLAlchemy broker"
    schemes = ("sqla", "sqlalchemy")
    driver = ("sqlalchemy", 'pip install "celerykit[sqlalchemy]"')
    passes_options_on = True
    needs_celerykit = (
        ("broker_transport_options", "plugins"),
        ("broker_transport_options", "polling_interval"),
    )
    options: ClassVar[Mapping[str, Option]] = {
        **POLLING,
        "message_tablename": Option("string", "kombu_message", "table of the messages"),
        "plugins": Option("strings", None, "SQLAlchemy's engine plugins; celerykit's lets polling_interval through"),
        "queue_tablename": Option("string", "kombu_queue", "table of the queues"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What every embedded broker keeps; and quick polling, through the plugin."""
        compiled, refused = super().compile(intents, celery=celery, url=url)
        quick = [
            Compiled(("broker_transport_options", "plugins"), [_PLUGIN], "polling"),
            Compiled(("broker_transport_options", "polling_interval"), _POLL, "polling"),
        ]
        return [*compiled, *quick], refused

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """A file that all processes name alike."""
        url = str(settings.get("broker_url") or "")
        path = url.partition("sqlite:///")[2]
        if not path or path.startswith("/"):
            return ()
        return ("sender and worker in the same working directory: the path of the SQLite file is relative",)

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What every embedded broker says, and what this one does not carry."""
        return (*super().tells(intents, settings, celery=celery), *no_broadcasts(self.title, settings))
