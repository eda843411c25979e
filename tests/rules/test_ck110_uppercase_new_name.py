from __future__ import annotations

import pytest

from tests.rules.build import found, only


def test_a_new_name_in_upper_case_is_none() -> None:
    finding = only("CK110", BROKER_URL="redis://", WORKER_MAX_MEMORY_PER_CHILD=200000)
    assert finding.message == (
        "Celery knows worker_max_memory_per_child, and nothing called WORKER_MAX_MEMORY_PER_CHILD: it ignores it"
    )
    assert finding.fix == "rename WORKER_MAX_MEMORY_PER_CHILD to worker_max_memory_per_child"
    assert [edit.new for edit in finding.edits] == ["worker_max_memory_per_child"]


def test_all_of_them_are_one_mistake() -> None:
    finding = only("CK110", TASK_ACKS_LATE=True, RESULT_EXPIRES=60)
    assert finding.message.endswith("ignores them")
    assert len(finding.related) == 1


@pytest.mark.parametrize("name", ["BROKER_URL", "ENABLE_UTC", "S3_BUCKET", "broker_url", "TASK_BOARD", "CELERY_QUEUES"])
def test_is_silent_about_names_that_are_old_or_somebody_elses(name: str) -> None:
    assert found("CK110", **{name: 1}) == []


def test_is_silent_under_a_namespace() -> None:
    assert found("CK110", namespace="APP", TASK_ACKS_LATE=True) == []


def test_is_silent_where_the_setting_is_made_from_it() -> None:
    assert found("CK110", TASK_ACKS_LATE=True, task_acks_late=True) == []
