from __future__ import annotations

import struct
from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport.virtual import QoS

from tests.rules.proofs.apps import LIMIT, client, program, runs, waiting
from tests.workers import eventually, running_worker

TASKS = """
@app.task(name="proof.wait")
def wait():
    ran()
    while not RUNS.with_name("go").exists():
        time.sleep(0.05)
"""


@pytest.mark.servers
def test_with_half_a_message_one_worker_takes_all(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, redis_url, worker_prefetch_multiplier=0.5, task_acks_late=True)
    with client(redis_url) as app:
        for _ in range(30):
            app.send_task("proof.wait")
    with running_worker(cwd=folder, args=["--concurrency=1"]):
        eventually(lambda: waiting(redis_url, "unacked") == 30, limit=LIMIT, what="all messages are taken")
        assert (runs(tmp_path), waiting(redis_url)) == (1, 0)
        (tmp_path / "go").touch()


def test_with_less_than_none_a_channel_never_asks() -> None:
    with Connection("memory://") as connection:
        assert QoS(connection.default_channel, 0).can_consume()
        assert not QoS(connection.default_channel, -4).can_consume()


@pytest.mark.servers
def test_with_less_than_none_rabbitmq_cannot_be_asked(rabbitmq_url: str) -> None:
    with Connection(rabbitmq_url) as connection, pytest.raises(struct.error):
        connection.default_channel.basic_qos(0, -4, False)
