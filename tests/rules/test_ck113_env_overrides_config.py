from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import deployed, env, found, process, unknown


def findings(environment: dict[str, Any], **words: Any) -> list[Finding]:
    return found("CK113", facts={"deployment": deployed(process("worker", environment=environment))}, **words)


def test_the_environment_names_another_broker() -> None:
    [finding] = findings({"CELERY_BROKER_URL": "redis://cache"}, broker_url="redis://jobs")
    assert finding.message == (
        "the environment sets CELERY_BROKER_URL to 'redis://cache', which beats broker_url = 'redis://jobs'"
    )
    assert finding.severity == "warning"
    assert [piece.text for piece in finding.related] == ["this is not"]


def test_another_backend() -> None:
    [finding] = findings({"CELERY_RESULT_BACKEND": "rpc://"}, CELERY_RESULT_BACKEND="redis://jobs", namespace="CELERY")
    assert finding.fix.startswith('CELERY_RESULT_BACKEND = os.environ.get("CELERY_RESULT_BACKEND", ')


def test_passwords_are_not_repeated() -> None:
    [finding] = findings({"CELERY_BROKER_URL": "redis://:hunter2@cache"}, broker_url="redis://:hunter3@jobs")
    assert "hunter" not in finding.message + finding.fix


def test_a_developers_own_default_is_meant_to_be_beaten() -> None:
    [finding] = findings({"CELERY_BROKER_URL": "redis://cache"}, broker_url="redis://localhost:6379/0")
    assert finding.severity == "info"


def test_a_value_that_is_not_known_may_be_another() -> None:
    [finding] = findings({"CELERY_BROKER_URL": unknown("${BROKER}")}, broker_url="redis://jobs")
    assert finding.severity == "info"
    assert "to a value of its own" in finding.message


@pytest.mark.parametrize(
    "written", [env("CELERY_BROKER_URL", "redis://jobs"), env("REDIS_URL", "redis://jobs"), unknown("url()")]
)
def test_is_silent_where_the_configuration_reads_the_environment(written: Any) -> None:
    assert findings({"CELERY_BROKER_URL": "redis://cache"}, broker_url=written) == []


@pytest.mark.parametrize("told", ["redis://jobs", ""])
def test_is_silent_where_both_agree(told: str) -> None:
    assert findings({"CELERY_BROKER_URL": told}, broker_url="redis://jobs") == []


def test_is_silent_where_a_value_that_is_not_known_beats_a_developers_own_default() -> None:
    assert findings({"CELERY_BROKER_URL": unknown("${BROKER}")}, broker_url="redis://localhost:6379/0") == []


def test_is_silent_where_the_configuration_says_nothing() -> None:
    assert findings({"CELERY_BROKER_URL": "redis://cache"}, task_acks_late=True) == []


def test_is_silent_about_other_variables() -> None:
    assert findings({"BROKER_URL": "redis://cache", "REDIS_URL": "redis://cache"}, broker_url="redis://jobs") == []


def test_is_silent_where_the_process_may_run_another_app() -> None:
    run = {"deployment": deployed(process("worker", doubtful=True, environment={"CELERY_BROKER_URL": "redis://cache"}))}
    assert found("CK113", facts=run, broker_url="redis://jobs") == []
