from __future__ import annotations

import pytest

from tests.rules.build import found, only, unknown


def test_a_word_on_what_is_on_by_default() -> None:
    finding = only("CK409", broker_url="sqs://")
    assert finding.severity == "info"
    assert finding.message == (
        "worker_enable_remote_control is on by default, but SQS carries no remote control: "
        "what revokes, inspects or limits reaches no worker"
    )
    assert finding.fix == "worker_enable_remote_control = False"


def test_warns_where_somebody_asks_for_it() -> None:
    finding = only("CK409", broker_url="sqs://", worker_enable_remote_control=True)
    assert (finding.severity, finding.place and finding.place.line) == ("warning", 2)


def test_events_reach_nobody_either() -> None:
    finding = only("CK409", broker_url="sqs://", worker_enable_remote_control=False, worker_send_task_events=True)
    assert finding.message == "worker_send_task_events is True, but SQS carries no events: no monitor sees them"


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "sqs://", "worker_enable_remote_control": False},
        {"broker_url": "sqs://", "worker_enable_remote_control": unknown("CONTROL")},
        {"broker_url": "sqs://", "way": "profile"},
        {"worker_enable_remote_control": True},
    ],
)
def test_is_silent_where_it_is_off_or_said_already(words: dict[str, object]) -> None:
    assert found("CK409", **words) == []
