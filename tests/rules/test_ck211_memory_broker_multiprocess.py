from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import deployed, env, found, judged, labels, only, process, project, unknown


def test_a_task_stays_where_it_is() -> None:
    finding = only("CK211", broker_url="memory://")
    assert finding.message == (
        "broker_url is memory://: a task stays in the process that sends it, and no worker ever sees it"
    )
    assert finding.fix == 'broker_url = "redis://localhost:6379/0"'
    assert finding.severity == "error"


def test_shows_the_other_process() -> None:
    finding = only("CK211", broker_url="memory://localhost/", facts={"deployment": deployed(process())})
    assert labels(finding) == ["seen by one process only", "is another process"]


def test_a_developers_default_is_noted() -> None:
    finding = only("CK211", broker_url=env("BROKER", "memory://"))
    assert finding.severity == "info"
    assert finding.message.endswith(", unless BROKER is set")


def test_is_silent_about_what_is_said_to_run_without_a_server() -> None:
    assert judged("CK211", replace(project(broker_url="memory://"), embedded=True)) == []


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://localhost"},
        {"broker_url": unknown("URL")},
        {"broker_url": "memory://", "tests": True},
        {"broker_url": "memory://", "task_always_eager": True},
        {"broker_url": "memory://", "task_always_eager": unknown("EAGER")},
        {"result_backend": "cache+memory://"},
    ],
)
def test_is_silent_in_tests_and_without_a_broker(words: dict[str, object]) -> None:
    assert found("CK211", **words) == []
