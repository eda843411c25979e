from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

LOOP = {"task_acks_late": True, "task_reject_on_worker_lost": True}


def test_nothing_counts_how_often_a_task_comes_back() -> None:
    finding = only("CK412", **LOOP)
    assert finding.severity == "info"
    assert finding.message.startswith("a task is put back into its queue when the process that runs it is killed")
    assert finding.fix == "task_retry_on_worker_lost = True (from Celery 5.7)"


def test_the_cure_fits_the_pinned_celery() -> None:
    assert only("CK412", celery="5.7.0", **LOOP).fix == "task_retry_on_worker_lost = True"
    assert only("CK412", celery="5.6.0", task_retry_on_worker_lost=True, **LOOP).fix.endswith("(from Celery 5.7)")


def test_warns_where_the_retries_have_no_end_either() -> None:
    finding = only("CK412", tasks=[task("proj.a"), task("proj.b", max_retries=None)], **LOOP)
    assert finding.severity == "warning"
    assert labels(finding) == ["put back, however often it was", "and its retries have no end either"]


def test_a_task_of_its_own_accord() -> None:
    tasks = [task("proj.a", acks_late=True, reject_on_worker_lost=True), task("proj.b", max_retries=None)]
    finding = only("CK412", celery="5.7.0", tasks=tasks)
    assert finding.message.startswith("proj.a is put back")
    assert (finding.severity, finding.fix) == ("info", "retry_on_worker_lost=True")


def test_tells_once_of_several_tasks() -> None:
    tasks = [task(name, acks_late=True, reject_on_worker_lost=True) for name in ("proj.a", "proj.b")]
    finding = only("CK412", celery="5.7.0", tasks=tasks)
    assert labels(finding) == ["put back, however often it was", "this one too"]
    assert finding.fix == "task_retry_on_worker_lost = True"


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_reject_on_worker_lost": True},
        {"task_acks_late": True},
        {"task_acks_late": True, "task_reject_on_worker_lost": unknown("REJECT")},
        {**LOOP, "task_retry_on_worker_lost": True},
        {**LOOP, "task_retry_on_worker_lost": unknown("RETRY")},
        {**LOOP, "task_annotations": {"*": {"retry_on_worker_lost": True}}},
        {**LOOP, "worker_pool": "threads"},
        {**LOOP, "facts": {"deployment": deployed(process(pool="gevent"))}},
    ],
)
def test_is_silent_where_it_is_counted_or_cannot_happen(words: dict[str, object]) -> None:
    assert found("CK412", **words) == []
