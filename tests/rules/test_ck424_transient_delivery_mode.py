from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import call, found, only, task, unknown

RABBIT = "amqp://mq//"


@pytest.mark.parametrize("mode", [1, "transient"])
def test_a_restart_loses_what_waits(mode: Any) -> None:
    finding = only("CK424", broker_url=RABBIT, task_default_delivery_mode=mode)
    assert finding.severity == "warning"
    assert finding.message == "tasks are sent as transient: a restart of RabbitMQ loses what waits"
    assert finding.fix == "leave task_default_delivery_mode out: messages are persistent by default"


def test_a_task_or_a_call_may_say_it() -> None:
    assert only("CK424", broker_url=RABBIT, tasks=[task("proj.a", delivery_mode=1)]).message.startswith(
        "proj.a is sent"
    )
    calls = [call(None, "send_task", delivery_mode="transient")]
    assert only("CK424", broker_url=RABBIT, calls=calls).message.startswith("a task is sent")


@pytest.mark.parametrize("mode", [2, "persistent", True, None, unknown("MODE")])
def test_is_silent_about_what_lasts(mode: Any) -> None:
    assert found("CK424", broker_url=RABBIT, task_default_delivery_mode=mode) == []
    assert found("CK424", broker_url=RABBIT) == []
