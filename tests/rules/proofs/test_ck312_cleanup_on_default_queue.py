from __future__ import annotations

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler

from tests.rules.proofs.apps import client


def scheduled(app: Celery) -> dict[str, ScheduleEntry]:
    """What beat puts on the schedule by itself."""
    beat = Scheduler(app, lazy=True)
    beat.install_default_entries({})
    return dict(beat.schedule)


def test_beat_sends_it_to_the_default_queue_even_without_a_backend() -> None:
    with client(task_queues={"build": {}, "sync": {}}) as app:
        entry = scheduled(app)["celery.backend_cleanup"]
        assert app.amqp.router.route(entry.options, entry.task)["queue"].name == "celery"


def test_unless_nothing_expires() -> None:
    with client(result_expires=None) as app:
        assert "celery.backend_cleanup" not in scheduled(app)
