from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


def test_what_is_done_stays_in_the_table_and_nothing_is_broadcast(tmp_path: Path) -> None:
    with client(f"sqla+sqlite:///{tmp_path}/queue.db") as app:
        app.send_task("proof.add")
        with app.connection_for_read() as connection:
            queue = connection.SimpleQueue("celery")
            queue.get(timeout=10).ack()
            queue.close()
            assert "fanout" not in connection.transport.implements.exchange_type
            connection.default_channel.session.bind.dispose()
    with sqlite3.connect(tmp_path / "queue.db") as database:
        assert database.execute("select count(*) from kombu_message").fetchone() == (1,)
    database.close()
