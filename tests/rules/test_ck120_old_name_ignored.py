from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import found, judged, only, project


def test_is_ignored_by_the_celery_in_use() -> None:
    finding = only("CK120", celery="5.6.2", namespace="CELERY", CELERY_ACKS_LATE=True)
    assert finding.message == (
        "CELERY_ACKS_LATE is an old name under the namespace CELERY: "
        "Celery 5.6.2 ignores it, and 5.7 will put it into force"
    )
    assert finding.fix == "rename CELERY_ACKS_LATE to CELERY_TASK_ACKS_LATE"
    assert (finding.severity, finding.edits) == ("warning", ())


def test_a_name_without_the_prefix_is_an_old_one() -> None:
    finding = only("CK120", celery="5.4.0", namespace="CELERY", BROKER_HEARTBEAT=0, CELERY_TASK_RESULT_EXPIRES=60)
    assert finding.fix == (
        "rename BROKER_HEARTBEAT to CELERY_BROKER_HEARTBEAT, CELERY_TASK_RESULT_EXPIRES to CELERY_RESULT_EXPIRES"
    )


def test_depends_on_the_celery_where_none_is_pinned() -> None:
    finding = only("CK120", namespace="CELERY", CELERY_QUEUES=[])
    assert finding.message.endswith("Celery up to 5.6 ignores it, and 5.7 puts it into force")
    assert finding.severity == "info"


def test_speaks_of_entries_that_the_reader_took_out_of_force() -> None:
    subject = project(celery="5.6.2", namespace="CELERY", CELERY_ACKS_LATE=True)
    entries = tuple(replace(entry, in_force=False) for entry in subject.config.entries)
    assert judged("CK120", replace(subject, config=replace(subject.config, entries=entries)))


def test_is_silent_where_the_celery_in_use_reads_old_names() -> None:
    assert found("CK120", celery="5.7.0", namespace="CELERY", CELERY_ACKS_LATE=True) == []


def test_is_silent_where_the_case_of_the_namespace_is_the_mistake() -> None:
    assert found("CK120", celery="5.6.2", namespace="celery", CELERY_RESULT_BACKEND="rpc://") == []


def test_is_silent_without_a_namespace() -> None:
    assert found("CK120", celery="5.6.2", CELERY_ACKS_LATE=True, BROKER_URL="redis://") == []


@pytest.mark.parametrize(
    "name", ["CELERY_TASK_ACKS_LATE", "CELERY_RESULT_BACKEND", "CELERY_CACHE_BACKEND", "S3_BUCKET", "DEBUG"]
)
def test_is_silent_about_new_names_and_other_peoples(name: str) -> None:
    assert found("CK120", celery="5.6.2", namespace="CELERY", **{name: 1}) == []


def test_is_silent_where_the_new_name_is_written_too() -> None:
    settings = {"CELERY_ALWAYS_EAGER": True, "CELERY_TASK_ALWAYS_EAGER": True}
    assert found("CK120", celery="5.6.2", namespace="CELERY", **settings) == []


def test_is_silent_where_the_app_says_it() -> None:
    subject = project(celery="5.6.2", namespace="CELERY", BROKER_URL="redis://a")
    given = project(way="keyword", broker_url="redis://a").config.entries
    both = replace(subject, config=replace(subject.config, entries=(*subject.config.entries, *given)))
    assert judged("CK120", both) == []
