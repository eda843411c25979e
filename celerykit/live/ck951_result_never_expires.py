from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.result_ages import sample
from celerykit.live.result_tables import ResultTables, result_tables
from celerykit.live.settings import results_side
from celerykit.live.stores import Opened, store
from celerykit.live.system import System
from celerykit.values.durations import in_words

# Celery cleans up once a day; what has outlived its time by two of them, nobody cleans up.
_LATE = timedelta(days=2)


class ResultNeverExpires(LiveCheck):
    """Results that are kept stay for ever.

    *Why*: in Redis each result has its own time to live, given by the worker that stores it: where that worker has
    `result_expires = None`, or did when it stored it, the result stays until somebody deletes it, and memory fills up.
    A database deletes nothing by itself: without beat, which sends `celery.backend_cleanup` each night, all results
    stay.

    *Instead*: set `result_expires` for all workers; with a database run beat. What is there already has to be deleted
    by hand.
    """

    code = "CK951"
    name = "result-never-expires"
    severity = "warning"
    backends = ("redis", "sentinel", "database")
    message = "{count} of {all} results that were looked at never expire, {though}"
    fix = "set result_expires for all workers, and delete what is there"
    asks = (
        "Redis: `SCAN` for keys of results, ten times at most, and `TTL` of a hundred of them at most; a database: the "
        "first row by its key"
    )
    symptoms = ("the memory of Redis grows without end", "the table celery_taskmeta grows without end")

    def check(self, system: System) -> Iterator[Finding]:
        if system.once(results_side) is None:
            return
        found = system.once(store)
        if found.name in {"redis", "sentinel"}:
            yield from self._of_keys(found)
        elif tables := system.once(result_tables):
            yield from self._of_rows(tables, found.backend.expires)

    def _of_keys(self, found: Opened) -> Iterator[Finding]:
        seen = sample(found)
        if not seen.for_ever:
            return
        expires = found.backend.expires
        though = f"though result_expires is {in_words(expires)} here" if expires else "as result_expires is not set"
        yield self.at(found.side, count=seen.for_ever, all=seen.looked_at, though=though)

    def _of_rows(self, tables: ResultTables, expires: timedelta | None) -> Iterator[Finding]:
        oldest = tables.oldest() if tables.tasks.there and expires else None
        if oldest is None or expires is None:
            return
        if datetime.now(UTC) - oldest.replace(tzinfo=UTC) > expires + _LATE:
            kept = in_words(expires.total_seconds())
            yield self.at(tables.side, message=_ROWS, fix=_BEAT, table=tables.tasks, oldest=oldest, kept=kept)


_ROWS = "{table} has a result of {oldest:%Y-%m-%d}, though result_expires is {kept}: nobody cleans up"
_BEAT = "run celery beat, which sends celery.backend_cleanup each night, and a worker that takes it"
