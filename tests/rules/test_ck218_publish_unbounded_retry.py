from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown


def test_tries_without_end() -> None:
    finding = only("CK218", task_publish_retry_policy={"max_retries": None, "interval_start": 0.2})
    assert finding.message.startswith(
        "max_retries is None: when the broker goes away, delay() waits for it without end"
    )
    assert finding.fix == 'task_publish_retry_policy = {"max_retries": 3}'
    assert finding.severity == "warning"
    assert labels(finding) == ["without end"]


@pytest.mark.parametrize(
    "words",
    [
        {"task_publish_retry_policy": {"max_retries": 3}},
        {"task_publish_retry_policy": {"max_retries": 0}},
        {"task_publish_retry_policy": {"interval_start": 1}},
        {"task_publish_retry_policy": {"max_retries": unknown("N")}},
        {"task_publish_retry_policy": unknown("POLICY")},
        {"task_publish_retry_policy": {"max_retries": None}, "task_publish_retry": False},
        {"task_publish_retry_policy": {"max_retries": None}, "task_publish_retry": unknown("RETRY")},
        {"broker_url": "redis://localhost"},
        {"broker_connection_max_retries": None},
    ],
)
def test_is_silent_about_an_end_and_what_is_unknown(words: dict[str, object]) -> None:
    assert found("CK218", **words) == []
