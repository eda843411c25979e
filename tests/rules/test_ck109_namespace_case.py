from __future__ import annotations

import pytest

from celerykit.values.places import Place
from tests.rules.build import found, known, only


def test_celery_looks_in_the_case_of_the_namespace() -> None:
    finding = only("CK109", namespace="celery", CELERY_BROKER_URL="redis://", CELERY_TASK_ACKS_LATE=True)
    assert finding.message == (
        'with the namespace "celery" Celery looks for celery_broker_url, '
        "and never reads CELERY_BROKER_URL, CELERY_TASK_ACKS_LATE"
    )
    assert finding.fix == 'namespace="CELERY"'


def test_the_place_is_that_of_the_namespace() -> None:
    source = known("proj.settings", Place("proj/celery.py", 4))
    finding = only("CK109", namespace="celery", facts={"source": source}, CELERY_BROKER_URL="redis://")
    assert finding.place == Place("proj/celery.py", 4)
    assert [piece.place.path for piece in finding.related] == ["celeryconfig.py"]


def test_a_trailing_underscore_is_no_difference() -> None:
    assert only("CK109", namespace="celery_", CELERY_BROKER_URL="redis://").fix == 'namespace="CELERY"'


def test_lower_case_settings_under_an_upper_case_namespace() -> None:
    finding = only("CK109", namespace="CELERY", celery_broker_url="redis://")
    assert "looks for CELERY_BROKER_URL, and never reads celery_broker_url" in finding.message
    assert finding.fix == 'namespace="celery"'


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        ("CELERY", "CELERY_BROKER_URL"),
        ("CELERY", "CELERY_FROBNICATE"),
        ("celery", "celery_broker_url"),
        ("celery", "CELERY_RESULT_BACKEND"),
        ("celery", "CELERY_ENABLED"),
        ("", "CELERY_BROKER_URL"),
    ],
)
def test_is_silent_otherwise(namespace: str, name: str) -> None:
    from dataclasses import replace

    from tests.rules.build import judged, project

    subject = project(namespace=namespace, **{name: 1})
    (entry,) = subject.config.entries
    settings = {("CELERY", "CELERY_BROKER_URL"): "broker_url", ("celery", "celery_broker_url"): "broker_url"}
    if name == "CELERY_RESULT_BACKEND":
        settings[namespace, name] = "result_backend"
    entry = replace(entry, setting=settings.get((namespace, name)))
    assert judged("CK109", replace(subject, config=replace(subject.config, entries=(entry,)))) == []


def test_is_silent_where_it_is_said_in_the_right_case_too() -> None:
    assert found("CK109", namespace="CELERY", celery_broker_url="redis://", CELERY_BROKER_URL="redis://") == []
