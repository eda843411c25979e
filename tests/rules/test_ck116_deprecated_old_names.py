from __future__ import annotations

import pytest

from tests.rules.build import found, only


def test_old_names_are_one_matter() -> None:
    finding = only("CK116", BROKER_URL="redis://", CELERY_ACKS_LATE=True)
    assert finding.message == (
        "BROKER_URL, CELERY_ACKS_LATE are names from before Celery 4, and 6.0 will not know them"
    )
    assert finding.fix == "rename BROKER_URL to broker_url, CELERY_ACKS_LATE to task_acks_late"
    assert [edit.new for edit in finding.edits] == ["broker_url", "task_acks_late"]
    assert finding.severity == "info"


def test_many_are_not_all_named() -> None:
    names = ("BROKER_URL", "CELERY_ACKS_LATE", "CELERY_QUEUES", "CELERY_ROUTES", "CELERY_IMPORTS", "CELERYD_POOL")
    assert "CELERY_ROUTES and 2 more are names" in only("CK116", **dict.fromkeys(names, 1)).message


def test_the_new_name_carries_the_namespace() -> None:
    finding = only("CK116", celery="5.7.0", namespace="CELERY", CELERY_ACKS_LATE=True)
    assert finding.fix == "rename CELERY_ACKS_LATE to CELERY_TASK_ACKS_LATE"


def test_names_for_update_are_told_but_a_dict_may_have_other_readers() -> None:
    finding = only("CK116", way="update", CELERY_ACKS_LATE=True)
    assert finding.edits == ()


@pytest.mark.parametrize("name", ["broker_url", "S3_BUCKET", "GCS_PROJECT", "TASK_ACKS_LATE", "CELERY_ENABLED"])
def test_is_silent_about_new_names_and_other_peoples(name: str) -> None:
    assert found("CK116", **{name: 1}) == []


@pytest.mark.parametrize("name", ["CELERY_RESULT_BACKEND", "CELERY_TIMEZONE", "CELERY_TASK_SERIALIZER"])
def test_is_silent_about_new_names_with_a_prefix_that_look_like_old_ones(name: str) -> None:
    assert found("CK116", celery="5.7.0", namespace="CELERY", **{name: "x"}) == []


def test_is_silent_where_it_depends_on_the_celery_in_use_whether_they_count() -> None:
    assert found("CK116", namespace="CELERY", CELERY_ACKS_LATE=True) == []
