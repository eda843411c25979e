from __future__ import annotations

import multiprocessing

import pytest
from celery import Celery

from celerykit import CeleryConfig, load_profile

pytestmark = pytest.mark.oldest


@pytest.fixture
def config() -> CeleryConfig:
    return load_profile("redis-redis", env={}, app_name="shop")


def test_celery_takes_it_as_it_is(config: CeleryConfig) -> None:
    app = Celery("p", set_as_current=False)
    app.config_from_object(config)
    assert app.conf.task_acks_late is True
    assert app.conf.broker_transport_options["visibility_timeout"] == 5580
    assert app.conf.task_default_queue == "shop"


def test_periodic_tasks_can_be_added_and_stay_in_their_app(config: CeleryConfig) -> None:
    first, second = Celery("a", set_as_current=False), Celery("b", set_as_current=False)
    first.config_from_object(load_profile("redis-redis", env={}, beat_schedule={}))
    second.config_from_object(load_profile("redis-redis", env={}, beat_schedule={}))

    @first.task(name="a.tick")
    def tick() -> None: ...

    first.add_periodic_task(10, tick.s(), name="tick")
    assert "tick" in first.conf.beat_schedule
    assert "tick" not in second.conf.beat_schedule


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_it_reaches_another_process(config: CeleryConfig, method: str) -> None:
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(_queue_of, (config,)) == "shop"


def _queue_of(config: CeleryConfig) -> str:
    return str(config["task_default_queue"])
