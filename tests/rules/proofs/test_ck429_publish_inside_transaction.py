from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.rules.proofs.apps import client


def test_a_task_that_begins_at_once_does_not_see_what_is_not_committed(tmp_path: Path) -> None:
    file = str(tmp_path / "orders")
    with client() as app, closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table orders (name)")

        @app.task(name="proof.count", shared=False)
        def count() -> int:
            with closing(sqlite3.connect(file)) as own:
                return int(own.execute("select count(*) from orders").fetchone()[0])

        def quick_worker() -> int:
            """Takes the message, and runs the task at once."""
            with app.connection() as other:
                message = other.default_channel.basic_get("celery", no_ack=True)
                return int(app.tasks[message.headers["task"]]())

        with connection:  # a transaction, committed at its end
            connection.execute("insert into orders values ('one')")
            count.delay()
            assert quick_worker() == 0
        count.delay()
        assert quick_worker() == 1
