from __future__ import annotations

import pytest
from kombu import Connection

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(("settings", "mode"), [({}, 2), ({"task_default_delivery_mode": "transient"}, 1)])
def test_rabbitmq_is_told_not_to_keep_the_message(rabbitmq_url: str, settings: dict[str, str], mode: int) -> None:
    with client(rabbitmq_url, **settings) as app:
        app.send_task("proof.add")
    with Connection(rabbitmq_url) as connection:
        message = connection.default_channel.basic_get("celery")
        assert message.properties["delivery_mode"] == mode
