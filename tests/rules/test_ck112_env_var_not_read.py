from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Image, Value
from tests.rules.build import deployed, found, known, process, unknown


def findings(kind: str = "worker", variables: Any = frozenset(), /, **environment: Any) -> list[Finding]:
    deployment = deployed(process(kind, environment=environment))
    return found("CK112", facts={"deployment": deployment, "variables": variables})


def test_a_setting_in_the_environment_does_nothing() -> None:
    [finding] = findings(CELERY_TASK_ACKS_LATE="true")
    assert finding.message == (
        "CELERY_TASK_ACKS_LATE is set for the processes, but neither Celery nor the program reads it: "
        "task_acks_late does not change"
    )
    assert finding.severity == "warning"


def test_one_variable_is_one_mistake_wherever_it_is_set() -> None:
    processes = [process(kind, line=line, environment={"CELERY_TIMEZONE": "UTC"}) for line, kind in enumerate(KINDS, 1)]
    [finding] = found("CK112", facts={"deployment": deployed(*processes), "variables": frozenset()})
    assert len(finding.related) == 2


KINDS = ("worker", "beat", "web")


def test_an_image_sets_variables_too() -> None:
    image = Image(environment={"CELERY_RESULT_EXPIRES": known("60")})
    [finding] = found("CK112", facts={"deployment": deployed(images=[image]), "variables": frozenset()})
    assert "result_expires does not change" in finding.message


@pytest.mark.parametrize(
    ("name", "right", "setting"),
    [("BROKER_URL", "CELERY_BROKER_URL", "broker_url"), ("RESULT_BACKEND", "CELERY_RESULT_BACKEND", "result_backend")],
)
def test_the_command_alone_reads_it(name: str, right: str, setting: str) -> None:
    [finding] = findings(**{name: "redis://cache"})
    assert "is read by the celery command" in finding.message
    assert f"keeps the {setting} of the configuration" in finding.message
    assert finding.fix == f"name it {right}"


def test_beat_takes_its_schedule_for_a_path() -> None:
    [finding] = findings("beat", CELERY_BEAT_SCHEDULE="{}")
    assert "for the path of its database file" in finding.message


@pytest.mark.parametrize("variables", [frozenset(), frozenset({"CELERY_BROKER"}), None])
def test_a_host_in_celery_broker_is_dialled_as_rabbitmq(variables: Any) -> None:
    [finding] = findings("worker", variables, CELERY_BROKER="redis")
    assert "it dials amqp://guest@redis:5672" in finding.message
    assert finding.severity == "error"


@pytest.mark.parametrize(
    "name",
    [
        "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND", "CELERY_BROKER_READ_URL", "CELERY_CONFIG_MODULE", "CELERY_LOADER",
        "CELERY_WORKER_CONCURRENCY", "CELERY_WORKER_POOL", "CELERY_APP", "CELERY_LOG_LEVEL", "CELERY_ENABLED",
        "REDIS_URL", "CELERYD_OPTS", "TASK_ACKS_LATE",
    ],
)  # fmt: skip
def test_is_silent_about_what_celery_reads_and_what_is_no_setting(name: str) -> None:
    assert findings(**{name: "1"}) == []


def test_is_silent_about_what_the_program_reads() -> None:
    read = frozenset({"CELERY_TASK_ACKS_LATE", "BROKER_URL"})
    assert findings("worker", read, CELERY_TASK_ACKS_LATE="1", BROKER_URL="redis://") == []


def test_is_silent_where_the_program_may_read_any() -> None:
    deployment = deployed(process("worker", environment={"CELERY_TASK_ACKS_LATE": "1", "BROKER_URL": "redis://"}))
    assert found("CK112", facts={"deployment": deployment, "own": frozenset({"proj"})}) == []


def test_where_the_program_is_not_seen_it_is_noted() -> None:
    [finding] = findings("worker", None, CELERY_TASK_ACKS_LATE="1", BROKER_URL="redis://")
    assert finding.message == (
        "Celery does not read CELERY_TASK_ACKS_LATE: task_acks_late does not change, "
        "unless the program, which is not seen here, reads it"
    )
    assert finding.severity == "info"


@pytest.mark.parametrize("value", ["redis://cache", "", unknown("$BROKER")])
def test_is_silent_about_a_whole_url_in_celery_broker(value: str | Value) -> None:
    assert findings(CELERY_BROKER=value) == []


def test_is_silent_where_the_configuration_names_the_same_broker() -> None:
    deployment = deployed(process("worker", environment={"BROKER_URL": "redis://cache"}))
    facts = {"deployment": deployment, "variables": frozenset()}
    assert found("CK112", facts=facts, broker_url="redis://cache") == []


def test_is_silent_about_a_host_for_a_web_process() -> None:
    assert findings("web", None, CELERY_BROKER="redis") == []
