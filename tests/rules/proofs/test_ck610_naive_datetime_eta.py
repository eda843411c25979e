from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from celery.worker.request import Request

from tests.rules.proofs.schedules import scheduling, sent

NOON = datetime(2030, 1, 1, 12)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris"])
@pytest.mark.parametrize("option", ["eta", "expires"])
def test_the_worker_takes_it_for_utc(zone: str, option: str) -> None:
    with scheduling({}, timezone=zone) as app:
        app.tasks["proof.add"].apply_async((1,), **{option: NOON})
        (message,) = sent(app)
        request = Request(message, app=app)
        assert getattr(request, option) == NOON.replace(tzinfo=UTC)


def test_one_with_a_zone_is_kept() -> None:
    with scheduling({}, timezone="UTC") as app:
        noon = NOON.replace(tzinfo=ZoneInfo("Europe/Paris"))
        app.tasks["proof.add"].apply_async((1,), eta=noon)
        (message,) = sent(app)
        assert Request(message, app=app).eta == noon
