from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from celery.beat import PersistentScheduler, ScheduleEntry

from tests.rules.proofs.schedules import scheduling

DAY = {"add": {"task": "proof.add", "schedule": 86400, "args": (1,)}}


def test_an_interval_begins_anew_with_a_new_file(tmp_path: Path) -> None:
    with scheduling(DAY) as app:
        for name in ("before", "after"):
            with closing(PersistentScheduler(app, schedule_filename=str(tmp_path / name))) as scheduler:
                entry = scheduler.schedule["add"]
                due, wait = entry.is_due()
                assert not due
                assert wait == pytest.approx(86400, abs=60)
                entry.last_run_at -= timedelta(hours=23)


def test_an_interval_goes_on_with_the_old_file(tmp_path: Path) -> None:
    with scheduling(DAY) as app:
        with closing(PersistentScheduler(app, schedule_filename=str(tmp_path / "kept"))) as scheduler:
            entry: ScheduleEntry = scheduler.schedule["add"]
            entry.last_run_at -= timedelta(hours=25)
            scheduler.sync()
        with closing(PersistentScheduler(app, schedule_filename=str(tmp_path / "kept"))) as scheduler:
            assert scheduler.schedule["add"].is_due().is_due
