from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.result_tables import MANY, result_tables
from celerykit.live.system import System


class ResultTableLarge(LiveCheck):
    """The table of results has grown large.

    *Why*: a database deletes nothing by itself. Celery's clean-up does, once a day, where beat runs: all that has
    expired, in one statement. Of a million rows that took PostgreSQL 5 s, and SQLite 37 s, in which nobody else can
    write; and what nobody deletes fills the disk in the end.

    *Instead*: keep results for a shorter time (`result_expires`), keep none that nobody reads (`ignore_result`), and
    run beat, which sends `celery.backend_cleanup` each night. What has piled up is best deleted in parts, by hand.
    """

    code = "CK953"
    name = "result-table-large"
    severity = "warning"
    backends = ("database",)
    message = "{table} has {about} {count} rows{since}"
    fix = "lower result_expires, ignore results that nobody reads, and run beat, which sends celery.backend_cleanup"
    asks = (
        "the database of results: its own estimate of the number of rows (PostgreSQL: `reltuples`; MySQL, MariaDB: "
        "`table_rows`; SQLite: a million rows are counted at most), and the first row by its key"
    )
    symptoms = ("celery.backend_cleanup takes minutes, or runs into its time limit", "the database's disk fills up")

    def check(self, system: System) -> Iterator[Finding]:
        found = system.once(result_tables)
        if found is None or not found.tasks.there:
            return
        count = found.estimate()
        if count is None or count < MANY:
            return
        oldest = found.oldest()
        yield self.at(
            found.side,
            table=found.tasks,
            about="at least" if found.dialect == "sqlite" else "about",
            count=f"{count:,}",
            since=f", the first of {oldest:%Y-%m-%d}" if oldest else "",
        )
