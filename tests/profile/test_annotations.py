from __future__ import annotations

import pickle
from typing import Any

import pytest
from celery import Celery, Task

from celerykit.profile.annotations import Annotations

pytestmark = pytest.mark.oldest


@pytest.fixture
def app() -> Celery:
    app = Celery("p", set_as_current=False)
    app.conf.task_annotations = Annotations(
        {"p.named": {"rate_limit": "1/m"}, "p.delayed": {"default_retry_delay": 9}, "*": {"max_retries": 7}},
        {"default_retry_delay": 5},
    )
    return app


def named(app: Celery, name: str, **options: Any) -> Any:
    def work() -> None: ...

    return app.tasks[app.task(work, name=name, shared=False, **options).name]


def test_a_task_that_says_nothing_gets_the_default(app: Celery) -> None:
    assert named(app, "p.plain").default_retry_delay == 5


def test_a_tasks_own_decorator_is_heeded(app: Celery) -> None:
    assert named(app, "p.own", default_retry_delay=60).default_retry_delay == 60


def test_a_base_class_of_the_project_is_heeded(app: Celery) -> None:
    class Slow(Task):
        default_retry_delay = 77

    assert named(app, "p.based", base=Slow).default_retry_delay == 77


def test_the_users_annotation_is_heeded(app: Celery) -> None:
    assert named(app, "p.delayed").default_retry_delay == 9


def test_the_users_annotations_still_apply(app: Celery) -> None:
    task = named(app, "p.named")
    assert (task.rate_limit, task.max_retries) == ("1/m", 7)


def test_survives_pickling() -> None:
    annotations = Annotations({"p.x": {"rate_limit": "1/s"}}, {"default_retry_delay": 5})
    assert dict(pickle.loads(pickle.dumps(annotations))) == {"p.x": {"rate_limit": "1/s"}}


@pytest.mark.parametrize("options", [{"time_limit": 60}, {"time_limit": 60, "soft_time_limit": None}])
def test_the_apps_soft_limit_gives_way_to_a_tasks_own_hard_one(app: Celery, options: dict[str, Any]) -> None:
    app.conf.update(task_time_limit=1800, task_soft_time_limit=1770)
    task = named(app, "p.short", **options)
    task.bind(app)  # as a worker does it once more
    assert task.time_limit == task.soft_time_limit == 60


def test_a_tasks_own_limits_stay(app: Celery) -> None:
    app.conf.update(task_time_limit=1800, task_soft_time_limit=1770)
    task = named(app, "p.own", time_limit=60, soft_time_limit=50)
    assert (task.time_limit, task.soft_time_limit) == (60, 50)
    assert named(app, "p.longer", time_limit=3600).soft_time_limit in (None, 1770)


def test_a_hard_limit_that_the_user_annotates_counts_as_the_tasks_own(app: Celery) -> None:
    app.conf.task_annotations = Annotations({"p.short": {"time_limit": 60}}, {})
    app.conf.update(task_time_limit=1800, task_soft_time_limit=1770)
    task = named(app, "p.short")
    assert task.time_limit == task.soft_time_limit == 60


@pytest.mark.parametrize("annotated", [{"p.once": {"acks_late": False}}, {"*": {"acks_late": False}}, {}])
def test_a_task_that_is_acknowledged_early_is_not_retried_when_its_worker_is_lost(
    app: Celery, annotated: dict[str, Any]
) -> None:
    app.conf.task_annotations = Annotations(annotated, {})
    app.conf.update(task_acks_late=True, task_retry_on_worker_lost=True)
    task = named(app, "p.once", **({} if annotated else {"acks_late": False}))
    assert not task.acks_late
    assert task.retry_on_worker_lost is False


def test_a_task_that_is_acknowledged_late_is_retried_as_the_app_says(app: Celery) -> None:
    app.conf.update(task_acks_late=True, task_retry_on_worker_lost=True)
    assert getattr(named(app, "p.late"), "retry_on_worker_lost", True) is True
