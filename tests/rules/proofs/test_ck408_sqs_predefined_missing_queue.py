from __future__ import annotations

import pytest
from kombu.transport.SQS import UndefinedQueueException

from tests.rules.proofs.apps import client
from tests.servers.sqs import SqsServer

pytestmark = pytest.mark.servers


def test_to_send_to_a_queue_that_is_not_predefined_raises(sqs_server: SqsServer) -> None:
    predefined = {"mail": {"url": f"{sqs_server.endpoint}/123456789012/mail", "region": "us-east-1"}}
    options = {**sqs_server.options(), "queue_name_prefix": "", "predefined_queues": predefined}
    with (
        client(sqs_server.url, broker_transport_options=options) as app,
        pytest.raises(UndefinedQueueException, match="'celery' must be defined in 'predefined_queues'"),
    ):
        app.send_task("proof.add")


def test_a_key_is_the_name_on_sqs(sqs_server: SqsServer) -> None:
    predefined = {"shop-mail": {"url": f"{sqs_server.endpoint}/123456789012/mail", "region": "us-east-1"}}
    options = {**sqs_server.options(), "queue_name_prefix": "shop.", "predefined_queues": predefined}
    with client(sqs_server.url, broker_transport_options=options) as app, app.connection() as connection:
        assert connection.default_channel._resolve_queue_url("mail") == predefined["shop-mail"]["url"]
