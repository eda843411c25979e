"""Results in a database, through SQLAlchemy: celery/backends/database/__init__.py."""

from __future__ import annotations

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal

__all__ = ["Database"]

_PLUGIN = "celerykit"


class Database(Backend):
    """A row a result. Celery deletes expired rows when beat runs, not before."""

    name = "database"
    title = "the database"
    schemes = ("db", "database")
    driver = ("sqlalchemy", 'pip install "celerykit[sqlalchemy]"')
    expires = False
    needs_celerykit = (("database_engine_options", "plugins"),)

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished. On SQLite, our engine plugin (`brokers/sqlite_plugin.py`) lets several processes write.

        Other databases get no engine options: setting one replaces Celery's own, which check connections before use.
        """
        compiled = keeping(intents)
        if url.removeprefix("db+").startswith("sqlite"):
            compiled.append(Compiled(("database_engine_options", "plugins"), [_PLUGIN], "results"))
        return compiled, []
