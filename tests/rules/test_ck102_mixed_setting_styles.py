from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.values.places import Place
from tests.rules.build import found, judged, labels, only, project, unknown


def test_names_what_to_rename() -> None:
    finding = only("CK102", broker_url="redis://", task_serializer="json", CELERY_ACKS_LATE=True)
    assert finding.fix == "rename CELERY_ACKS_LATE to task_acks_late"
    assert labels(finding) == ["an old name", "a new name"]
    assert finding.place is not None
    assert finding.place.line == 3


def test_the_new_name_is_the_odd_one_among_old_ones() -> None:
    finding = only("CK102", BROKER_URL="redis://", CELERY_ACKS_LATE=True, task_serializer="json")
    assert finding.message.startswith("task_serializer is of the new style and BROKER_URL of the old one")
    assert finding.fix == "rename BROKER_URL to broker_url, CELERY_ACKS_LATE to task_acks_late"


@pytest.mark.parametrize("way", ["attribute", "update"])
def test_what_is_set_on_the_app_is_compared_where_there_is_no_config_object(way: str) -> None:
    settings: dict[str, Any] = {"way": way, "task_serializer": "json", "CELERYD_PREFETCH_MULTIPLIER": 1}
    assert only("CK102", **settings).fix == "rename CELERYD_PREFETCH_MULTIPLIER to worker_prefetch_multiplier"
    assert found("CK102", facts={"source": unknown("settings")}, **settings) == []


def test_is_silent_about_what_several_files_set_on_the_app() -> None:
    subject = project(way="attribute", task_serializer="json", CELERY_ACKS_LATE=True)
    first, second = subject.config.entries
    entries = (first, replace(second, place=Place("web.py", 1)))
    assert judged("CK102", replace(subject, config=replace(subject.config, entries=entries))) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"broker_url": "redis://", "task_serializer": "json"},
        {"BROKER_URL": "redis://", "CELERY_ACKS_LATE": True},
        {"namespace": "CELERY", "CELERY_BROKER_URL": "redis://", "CELERY_ACKS_LATE": True},
        {"result_expires": 60, "CELERY_TASK_RESULT_EXPIRES": 60},
        {"broker_url": "redis://", "DEBUG": True},
        {"broker_url": "redis://", "redis_client_name": "x"},
        {"way": "keyword", "broker_url": "redis://", "CELERY_ACKS_LATE": True},
        {"way": "update", "namespace": "CELERY", "broker_url": "redis://", "CELERY_ACKS_LATE": True},
        {},
    ],
)
def test_is_silent_where_celery_takes_the_names(settings: dict[str, object]) -> None:
    assert found("CK102", **settings) == []
