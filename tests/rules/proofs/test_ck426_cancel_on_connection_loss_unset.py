from __future__ import annotations

import pytest
from kombu import Connection

from tests.rules.proofs.apps import LIMIT, client
from tests.workers import eventually

pytestmark = pytest.mark.servers


def test_rabbitmq_gives_back_at_once_what_a_lost_connection_held(rabbitmq_url: str) -> None:
    with client(rabbitmq_url) as app:
        app.send_task("proof.add")
    with Connection(rabbitmq_url) as lost, Connection(rabbitmq_url) as other:
        assert lost.default_channel.basic_get("celery")
        assert other.default_channel.basic_get("celery") is None
        lost.collect()  # the socket is closed, without a word to the server
        eventually(lambda: other.default_channel.basic_get("celery"), limit=LIMIT, what="the message is back")
