from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, read, unknown


def test_waiting_for_a_result_raises() -> None:
    finding = only("CK301", broker_url="redis://", app="proj.celery:app", reads=[read("get")])
    assert finding.severity == "error"
    assert "NotImplementedError" in finding.message
    assert finding.fix == 'result_backend = "redis://localhost:6379/1"'
    assert labels(finding) == ["read here", "this app keeps no results"]


@pytest.mark.parametrize("how", ["state", "status", "ready", "successful", "failed", "result", "info"])
def test_asking_for_a_state_raises_what_names_no_cause(how: str) -> None:
    assert "'DisabledBackend' object has no attribute" in only("CK301", reads=[read(how)]).message


@pytest.mark.parametrize("backend", [None, "", "disabled", "disabled://"])
def test_results_switched_off(backend: str | None) -> None:
    assert labels(only("CK301", result_backend=backend, reads=[read()])) == ["read here", "no result is kept"]


def test_where_nothing_is_written_all_may_be_in_the_environment() -> None:
    finding = only("CK301", app="proj.celery:app", reads=[read("get")])
    assert finding.severity == "info"
    assert finding.message.endswith("unless CELERY_RESULT_BACKEND is set where it runs")
    assert only("CK301", loaded=True, reads=[read("get")]).severity == "error"


def test_is_silent_where_the_deployment_sets_a_backend() -> None:
    facts = {"deployment": deployed(process(environment={"CELERY_RESULT_BACKEND": "redis://r/1"}))}
    assert found("CK301", broker_url="redis://", facts=facts, reads=[read("get")]) == []


def test_tells_all_readers_at_once() -> None:
    finding = only("CK301", reads=[read("state", line=1), read("result", line=2)])
    assert labels(finding) == ["read here", "read here too"]


def test_an_eager_task_keeps_nothing_for_those_who_come_with_an_id() -> None:
    assert only("CK301", task_always_eager=True, reads=[read(by_id=True)])


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "redis://localhost/1"},
        {"result_backend": "rpc://"},
        {"result_backend": unknown("os.environ['RESULTS']", str)},
        {"complete": False},
        {"task_always_eager": True},
        {"task_always_eager": unknown("EAGER")},
    ],
)
def test_is_silent_where_results_are_or_may_be_kept(words: dict[str, object]) -> None:
    assert found("CK301", reads=[read("get"), read("state")], **words) == []


def test_is_silent_where_nobody_reads() -> None:
    assert found("CK301", broker_url="redis://localhost") == []


def test_is_silent_about_forgetting() -> None:
    assert found("CK301", reads=[read("forget")]) == []
