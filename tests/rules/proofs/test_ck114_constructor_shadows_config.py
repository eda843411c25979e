from __future__ import annotations

from celery import Celery


def test_what_is_said_on_the_app_beats_the_config_object_though_it_is_said_first() -> None:
    app = Celery("proof", broker="memory://", task_acks_late=True, set_as_current=False)
    app.conf.update(task_track_started=True)
    app.config_from_object({"task_acks_late": False, "task_track_started": False, "broker_url": "redis://"})
    assert (app.conf.task_acks_late, app.conf.task_track_started) == (True, True)
    assert app.conf.broker_url == "memory://"


def test_a_schedule_is_not_merged() -> None:
    app = Celery("proof", set_as_current=False)
    app.config_from_object({"beat_schedule": {"a": {"task": "a", "schedule": 1}}})
    app.conf.beat_schedule = {"b": {"task": "b", "schedule": 1}}
    assert list(app.conf.beat_schedule) == ["b"]
