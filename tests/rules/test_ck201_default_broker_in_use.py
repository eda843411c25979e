from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown


@pytest.mark.parametrize("name", ["CELERY_BROKER_URL", "broker", "BROKER", "CELERY_BROKER", "my_broker_url"])
def test_a_broker_under_a_name_that_nobody_reads(name: str) -> None:
    finding = only("CK201", **{name: "redis://localhost:6379/0"})
    assert finding.severity == "error"
    assert f"as {name} is no name that Celery reads" in finding.message
    assert "amqp://guest@127.0.0.1:5672" in finding.message


def test_shows_the_app_too() -> None:
    finding = only("CK201", app="proj.celery:app", broker="redis://localhost")
    assert labels(finding) == ["Celery reads no broker here", "an app without a broker"]


def test_an_app_without_a_broker_may_get_it_from_the_environment() -> None:
    finding = only("CK201", app="proj.celery:app", task_acks_late=True)
    assert finding.severity == "info"
    assert finding.message.endswith("unless CELERY_BROKER_URL is set where it runs")


def test_is_sure_where_the_environment_was_seen() -> None:
    finding = only("CK201", app="proj.celery:app", loaded=True)
    assert finding.severity == "error"
    assert "unless" not in finding.message


def test_the_cure_speaks_the_programs_style() -> None:
    finding = only("CK201", app="proj.celery:app", namespace="CELERY", CELERY_TASK_ACKS_LATE=True)
    assert finding.fix == 'CELERY_BROKER_URL = "redis://localhost:6379/0"'


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://localhost"},
        {"broker_url": unknown('os.environ["URL"]', str)},
        {"broker_read_url": "redis://a", "broker_write_url": "redis://b"},
        {"broker_transport": "memory"},
        {"namespace": "CELERY", "CELERY_BROKER_URL": "redis://localhost"},
        {"BROKER_URL": "redis://localhost"},
        {"task_always_eager": True},
        {"task_always_eager": unknown("EAGER")},
        {"complete": False},
        {"broker": "redis://a", "broker_url": "redis://b"},
    ],
)
def test_is_silent_where_a_broker_is_set_or_none_is_used(words: dict[str, object]) -> None:
    assert found("CK201", app="proj.celery:app", **words) == []


def test_is_silent_about_a_config_that_an_app_may_complete() -> None:
    assert found("CK201", task_acks_late=True, broker_heartbeat=0) == []


def test_is_silent_where_what_starts_it_says_the_broker() -> None:
    worker = process(environment={"CELERY_BROKER_URL": "redis://redis/0"})
    assert not found("CK201", app="proj.celery:app", task_acks_late=True, facts={"deployment": deployed(worker)})


def test_is_silent_in_tests() -> None:
    assert found("CK201", app="proj.celery:app", task_acks_late=True, tests=True) == []
