from __future__ import annotations

from dataclasses import replace

from celerykit.values.places import Place
from tests.rules.build import found, judged, known, only, project

SOURCE = {"source": known("django.conf:settings", Place("proj/celery.py", 5))}


def test_the_namespace_is_missing_where_the_settings_are_read() -> None:
    finding = only("CK108", app="proj.celery:app", facts=SOURCE, CELERY_BROKER_URL="redis://localhost")
    assert finding.message == (
        "CELERY_BROKER_URL carries the prefix CELERY_, but no namespace is given: "
        "Celery ignores it, and broker_url stays at its default"
    )
    assert finding.fix == """config_from_object('django.conf:settings', namespace="CELERY")"""
    assert (finding.place, finding.edits) == (Place("proj/celery.py", 5), ())
    assert [piece.text for piece in finding.related] == ["never read"]


def test_all_of_them_are_one_mistake() -> None:
    finding = only("CK108", app="proj.celery:app", CELERY_BROKER_URL="redis://", CELERY_TASK_ACKS_LATE=True)
    assert finding.message.startswith("CELERY_BROKER_URL, CELERY_TASK_ACKS_LATE carry the prefix CELERY_")
    assert finding.message.endswith("ignores them, and broker_url, task_acks_late stay at their defaults")


def test_one_among_plain_names_is_to_be_renamed() -> None:
    finding = only("CK108", broker_url="redis://localhost", CELERY_TASK_ACKS_LATE=True)
    assert finding.fix == "rename CELERY_TASK_ACKS_LATE to task_acks_late"
    assert [(edit.old, edit.new) for edit in finding.edits] == [("CELERY_TASK_ACKS_LATE", "task_acks_late")]


def test_among_old_names_that_a_namespace_would_hide_it_is_to_be_an_old_name() -> None:
    finding = only("CK108", app="app", BROKER_URL="redis://", CELERY_ACKS_LATE=True, CELERY_TASK_QUEUES=[1])
    assert finding.fix == "rename CELERY_TASK_QUEUES to CELERY_QUEUES"
    assert finding.severity == "error"


def test_what_says_the_default_does_no_harm() -> None:
    assert only("CK108", app="app", BROKER_URL="redis://", CELERY_ENABLE_UTC=True).severity == "info"


def test_update_takes_no_prefix() -> None:
    finding = only("CK108", app="app", way="update", CELERY_TASK_ACKS_LATE=True)
    assert finding.fix == "rename CELERY_TASK_ACKS_LATE to task_acks_late"
    assert finding.edits == ()


def test_is_silent_under_a_namespace() -> None:
    assert found("CK108", app="proj.celery:app", namespace="CELERY", CELERY_BROKER_URL="redis://localhost") == []


def test_is_silent_about_old_names() -> None:
    assert (
        found("CK108", app="app", CELERY_RESULT_BACKEND="redis://", CELERY_TIMEZONE="UTC", BROKER_URL="redis://") == []
    )


def test_is_silent_about_names_of_the_projects_own() -> None:
    assert found("CK108", app="app", broker_url="redis://", CELERY_ENABLED=True, CELERY_APP_NAME="proj") == []


def test_is_silent_where_no_app_is_seen_to_read_the_module() -> None:
    assert found("CK108", CELERY_BROKER_URL="redis://localhost", CELERY_TASK_ACKS_LATE=True) == []


def test_is_silent_where_the_value_counts_by_another_way() -> None:
    subject = project(app="app", CELERY_BROKER_URL="redis://localhost")
    given = project(way="keyword", broker_url="redis://localhost").config.entries
    both = replace(subject, config=replace(subject.config, entries=(*subject.config.entries, *given)))
    assert judged("CK108", both) == []
