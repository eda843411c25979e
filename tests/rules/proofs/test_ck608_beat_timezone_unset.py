from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery.schedules import crontab

from tests.rules.proofs.apps import client

MIDNIGHT = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("settings", "hours"), [({}, 7), ({"timezone": "Europe/Paris"}, 6)])
def test_when_seven_o_clock_is(settings: dict[str, Any], hours: int) -> None:
    with client(**settings) as app:
        schedule = crontab(minute=0, hour=7, app=app, nowfun=lambda: MIDNIGHT)
        assert schedule.remaining_estimate(MIDNIGHT) == timedelta(hours=hours)
