from __future__ import annotations

from pathlib import Path

import pytest
from celery import Celery
from celery.beat import ScheduleEntry, Scheduler

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


def scheduled(app: Celery) -> dict[str, ScheduleEntry]:
    """What beat puts on the schedule by itself."""
    beat = Scheduler(app, lazy=True)
    beat.install_default_entries({})
    return dict(beat.schedule)


def test_what_has_expired_stays_until_the_task_runs(tmp_path: Path) -> None:
    with client(result_backend=f"db+sqlite:///{tmp_path}/results.db", result_expires=0.000001) as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        assert app.AsyncResult("some-id").state == "SUCCESS"
        app.tasks["celery.backend_cleanup"]()
        assert app.AsyncResult("some-id").state == "PENDING"


def test_beat_schedules_that_task(tmp_path: Path) -> None:
    with client(result_backend=f"file://{tmp_path}") as app:
        assert scheduled(app)["celery.backend_cleanup"].task == "celery.backend_cleanup"


def test_not_where_results_expire_by_themselves() -> None:
    with client(result_backend="cache+memory://") as app:
        assert "celery.backend_cleanup" not in scheduled(app)
