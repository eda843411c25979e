from __future__ import annotations

import pytest

from tests.rules.build import found, only, task, unknown

RABBIT = "amqp://mq//"
SETTING = "worker_cancel_long_running_tasks_on_connection_loss"


def test_a_word_where_tasks_go_on_without_their_broker() -> None:
    finding = only("CK426", broker_url=RABBIT, task_acks_late=True)
    assert finding.severity == "info"
    assert finding.message.endswith("another worker runs them at the same time")
    assert finding.fix == f"{SETTING} = True"


def test_a_task_of_its_own_accord() -> None:
    finding = only("CK426", broker_url=RABBIT, tasks=[task("proj.a"), task("proj.b", acks_late=True)])
    assert finding.place is not None
    assert finding.place.path == "proj.py"


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": RABBIT},
        {"broker_url": RABBIT, "task_acks_late": unknown("LATE")},
        {"broker_url": RABBIT, "task_acks_late": True, SETTING: True},
        {"broker_url": RABBIT, "task_acks_late": True, SETTING: False},
        {"broker_url": RABBIT, "task_acks_late": True, SETTING: unknown("CANCEL")},
        {"broker_url": RABBIT, "task_acks_late": True, "complete": False},
        {"task_acks_late": True},
    ],
)
def test_is_silent_where_somebody_chose_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK426", **words) == []
