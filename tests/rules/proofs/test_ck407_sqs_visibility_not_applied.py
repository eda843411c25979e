from __future__ import annotations

from typing import Any

import pytest
from kombu import Connection

from tests.servers.sqs import SqsServer

pytestmark = pytest.mark.servers


def timeout_of(server: SqsServer, **options: Any) -> str:
    """The visibility timeout that the queue has once kombu uses it."""
    with Connection(server.url, transport_options={**server.options(), **options}) as connection:
        channel = connection.default_channel
        url = channel._new_queue("proof")
        asked = channel.sqs("proof").get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
        return str(asked["Attributes"]["VisibilityTimeout"])


def test_a_queue_that_kombu_makes_has_the_timeout(sqs_server: SqsServer) -> None:
    assert timeout_of(sqs_server, visibility_timeout=7200) == "7200"


def test_a_queue_that_is_predefined_keeps_its_own(sqs_server: SqsServer) -> None:
    with Connection(sqs_server.url, transport_options=sqs_server.options()) as connection:
        made = connection.default_channel.sqs().create_queue(QueueName="by_somebody_else")["QueueUrl"]
    predefined = {"proof": {"url": made, "access_key_id": "testing", "secret_access_key": "testing"}}
    options = {"visibility_timeout": 7200, "predefined_queues": predefined, "queue_name_prefix": ""}
    assert timeout_of(sqs_server, **options) == "30"
