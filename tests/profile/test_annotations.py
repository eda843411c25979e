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
