from __future__ import annotations

from pathlib import Path

import pytest
import redis

from tests.rules.proofs.apps import LIMIT, client
from tests.servers.process import free_port
from tests.servers.redis import redis_program
from tests.servers.restartable import stopped_at_the_end
from tests.workers import eventually

pytestmark = pytest.mark.servers


def test_a_cluster_refuses_what_kombu_asks(tmp_path: Path) -> None:
    port = free_port()
    words = ("--cluster-enabled", "yes", "--cluster-port", str(free_port()))
    server = redis_program(tmp_path, port, *words, durable=False)
    with stopped_at_the_end(server):
        server.start()
        with redis.Redis(port=port) as admin:
            admin.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            eventually(lambda: admin.cluster("INFO")["cluster_state"] == "ok", limit=LIMIT)
        with (
            client(f"redis://127.0.0.1:{port}/0") as app,
            app.connection_for_read() as connection,
            pytest.raises(redis.ResponseError, match="same slot"),
        ):
            connection.SimpleQueue("celery")
