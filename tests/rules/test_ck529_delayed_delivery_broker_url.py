from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown

RABBIT = "amqp://localhost"
QUORUM = {"task_default_queue_type": "quorum"}


def test_a_tuple_is_no_list() -> None:
    finding = only("CK529", broker_url=(RABBIT, "amqp://other"), **QUORUM)
    assert finding.severity == "error"
    assert finding.message == ("broker_url is a tuple, and with quorum queues a worker then ends with ValueError")
    assert finding.fix == 'broker_url = ["amqp://…", …]'
    assert labels(finding) == ["not what the worker wants", "quorum queues are in use"]


@pytest.mark.parametrize("name", ["broker_read_url", "broker_write_url"])
def test_urls_to_read_and_to_write_alone_do_not_do(name: str) -> None:
    finding = only("CK529", **{name: RABBIT}, **QUORUM)
    assert finding.message.startswith("broker_url is not set, only those to read and to write")


def test_a_type_that_does_not_exist() -> None:
    name = "broker_native_delayed_delivery_queue_type"
    finding = only("CK529", broker_url=RABBIT, **{name: "Quorum"}, **QUORUM)
    assert finding.message.startswith(f"{name} is 'Quorum'")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": RABBIT, **QUORUM},
        {"broker_url": [RABBIT], **QUORUM},
        {"broker_url": f"{RABBIT};{RABBIT}", "broker_read_url": RABBIT, **QUORUM},
        {"broker_url": (RABBIT,)},
        {"broker_read_url": RABBIT},
        {"broker_url": unknown("URL"), "broker_read_url": RABBIT, **QUORUM},
        {"broker_host": "localhost", "broker_read_url": RABBIT, **QUORUM},
        {"broker_read_url": unknown("URL"), **QUORUM},
        {"broker_url": RABBIT, "broker_native_delayed_delivery_queue_type": "classic", **QUORUM},
        {"broker_url": RABBIT, "broker_native_delayed_delivery_queue_type": unknown("TYPE"), **QUORUM},
        {
            "broker_read_url": RABBIT,
            "facts": {"deployment": deployed(process(environment={"CELERY_BROKER_URL": RABBIT}))},
            **QUORUM,
        },
        {"broker_url": (RABBIT,), "task_default_queue_type": unknown("TYPE")},
    ],
)
def test_is_silent_where_the_worker_finds_its_broker(words: dict[str, Any]) -> None:
    assert found("CK529", **words) == []
