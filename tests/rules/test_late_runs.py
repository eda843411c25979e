from __future__ import annotations

from celerykit.rules.late_runs import late_runs
from tests.rules.build import project, task, unknown


def test_the_longest_first_and_those_without_a_bound_last() -> None:
    tasks = [task("proj.a"), task("proj.b", time_limit=60), task("proj.c", time_limit=600)]
    runs = late_runs(project(task_acks_late=True, tasks=tasks))
    assert [(run.who, run.length) for run in runs] == [("proj.c", 600), ("proj.b", 60), ("a task", None)]


def test_what_has_the_same_cause_is_one() -> None:
    tasks = [task("proj.a"), task("proj.b")]
    [run] = late_runs(project(task_acks_late=True, task_time_limit=60, tasks=tasks))
    assert (run.who, run.setting) == ("a task", "task_time_limit")


def test_none_of_what_is_early_or_not_known() -> None:
    assert late_runs(project()) == ()
    assert late_runs(project(task_acks_late=unknown("LATE"))) == ()
    assert late_runs(project(task_acks_late=True, task_time_limit=unknown("LIMIT"))) == ()
