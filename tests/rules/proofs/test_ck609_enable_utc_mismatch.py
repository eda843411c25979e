from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from tests.rules.proofs.apps import client

MIDNIGHT = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if this machine stood in Paris."""
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_paris")
@pytest.mark.parametrize(("enable_utc", "hours"), [(True, 7), (False, 6)])
def test_the_schedule_follows_the_machine(enable_utc: bool, hours: int) -> None:
    with client(enable_utc=enable_utc) as app:
        schedule = crontab(minute=0, hour=7, app=app, nowfun=lambda: MIDNIGHT)
        assert schedule.remaining_estimate(MIDNIGHT) == timedelta(hours=hours)
