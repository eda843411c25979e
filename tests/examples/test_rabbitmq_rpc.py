"""examples/rabbitmq_rpc: the result comes back to the process that asked, and to no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run, running_worker

pytestmark = [pytest.mark.servers, pytest.mark.oldest]

HERE = Path(__file__).parents[2] / "examples" / "rabbitmq_rpc"


def test_the_sender_gets_its_result(rabbitmq_url: str) -> None:
    servers = {"CELERY_BROKER_URL": rabbitmq_url}
    with running_worker("tasks", cwd=HERE, env=servers):
        assert run("send.py", cwd=HERE, env=servers) == "2 + 3 = 5\n"
