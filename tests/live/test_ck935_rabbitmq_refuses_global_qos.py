from __future__ import annotations

from typing import Any

import pytest

from tests.live.build import found
from tests.live.managed import ManagedRabbit

pytestmark = pytest.mark.servers


def test_finds_a_quorum_queue_that_the_server_made_of_itself(rabbit: ManagedRabbit) -> None:
    broker = rabbit.with_quorum_by_default()
    rabbit.queue(broker, "celery")

    (finding,) = found("CK935", broker_url=broker)

    assert finding.severity == "error"
    assert finding.message.startswith("it is a quorum queue, but the configuration declares none: RabbitMQ 3.10")
    assert '"x-queue-type": "quorum"' in finding.fix
    assert found("CK930", broker_url=broker) == []
    assert "does not support global qos" in rabbit.refused_consumer(broker, "celery")


def test_finds_that_nobody_looks_for_quorum_queues(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery", queue_type="quorum")

    (finding,) = found("CK935", broker_url=broker, task_default_queue_type="quorum", worker_detect_quorum_queues=False)

    assert "worker_detect_quorum_queues is off" in finding.message
    assert finding.fix == "worker_detect_quorum_queues = True"


@pytest.mark.parametrize(
    ("made", "settings"), [({}, {}), ({"queue_type": "quorum"}, {"task_default_queue_type": "quorum"})]
)
def test_is_silent_where_the_configuration_knows_its_queues(
    rabbit: ManagedRabbit, made: dict[str, Any], settings: dict[str, Any]
) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery", **made)

    assert found("CK935", broker_url=broker, **settings) == []
