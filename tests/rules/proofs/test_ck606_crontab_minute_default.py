from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery.schedules import crontab

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("fields", "times"), [({"hour": 7}, 60), ({"hour": 7, "minute": 0}, 1), ({"minute": 0, "day_of_week": 3}, 24)]
)
def test_how_often_a_day_it_is_due(fields: dict[str, Any], times: int) -> None:
    midnight = datetime(2025, 1, 1, tzinfo=UTC)  # a Wednesday
    now = [midnight - timedelta(minutes=1)]
    due = []
    with client() as app:
        schedule = crontab(**fields, app=app, nowfun=lambda: now[0])
        while now[0] < midnight + timedelta(days=1):
            now[0] += schedule.remaining_estimate(now[0])
            due.append(now[0])
    assert len(due) - 1 == times
