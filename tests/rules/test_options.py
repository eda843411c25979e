from __future__ import annotations

import pytest

from celerykit.project import State
from celerykit.rules.options import acked_on, bound_of, has_children, lateness, of_workers
from tests.rules.build import deployed, process, project, task, unknown


def test_a_worker_takes_what_its_command_says_else_the_setting() -> None:
    workers = deployed(process(pool="solo"), process(), process(complete=False))
    subject = project(worker_pool="threads", facts={"deployment": workers})
    values = of_workers(subject, "pool", "worker_pool")
    assert [value.value for value in values] == ["solo", "threads", None]
    assert values[2].state is State.UNKNOWN
    assert [value.value for value in of_workers(project(), "pool", "worker_pool")] == ["prefork"]


@pytest.mark.parametrize(
    ("pools", "expected"),
    [(["solo"], False), (["threads", "prefork"], True), ([unknown("$POOL")], False), ([], True)],
)
def test_whether_tasks_run_in_processes_of_their_own(pools: list[object], expected: bool) -> None:
    workers = deployed(*(process(pool=pool) for pool in pools))
    assert has_children(project(facts={"deployment": workers})) is expected


def test_a_limit_that_workers_are_started_with_beats_the_setting() -> None:
    workers = deployed(process(time_limit=60), process(time_limit=90))
    value, name = bound_of(project(task_time_limit=30, facts={"deployment": workers}), None)
    assert (value.value, name) == (90, "--time-limit")


def test_a_limit_that_one_worker_lacks_bounds_nothing() -> None:
    workers = deployed(process(time_limit=60), process())
    assert bound_of(project(facts={"deployment": workers}), None)[0].value is None
    workers = deployed(process(time_limit=60), process(complete=False))
    assert bound_of(project(facts={"deployment": workers}), None)[0].unknown


def test_a_limit_of_a_task_beats_that_of_its_worker() -> None:
    own = task("proj.a", time_limit=5)
    workers = deployed(process(time_limit=60))
    value, name = bound_of(project(tasks=[own], facts={"deployment": workers}), own)
    assert (value.value, name) == (5, "time_limit")


def test_a_soft_limit_that_workers_are_started_with() -> None:
    workers = deployed(process(soft_time_limit=60))
    value, name = bound_of(project(facts={"deployment": workers}), None)
    assert (value.value, name) == (60, "--soft-time-limit")


def test_what_is_acknowledged_by_one_option_or_by_two() -> None:
    words = {"task_acks_on_failure": True, "task_acks_on_failure_or_timeout": False}
    value, name = acked_on(project(**words), None, "failure")  # type: ignore[arg-type]
    assert (value.value, name) == (True, "acks_on_failure")
    value, name = acked_on(project(**words), None, "timeout")  # type: ignore[arg-type]
    assert (value.value, name) == (False, "acks_on_failure_or_timeout")
    value, name = acked_on(project(celery="5.6.2", **words), None, "failure")  # type: ignore[arg-type]
    assert (value.value, name) == (False, "acks_on_failure_or_timeout")


def test_what_makes_tasks_late() -> None:
    assert lateness(project()) is None
    assert lateness(project(task_acks_late=unknown("LATE"))) is None
    tasks = [task("proj.a"), task("proj.b", acks_late=True)]
    assert lateness(project(tasks=tasks)) is tasks[1].options["acks_late"]
