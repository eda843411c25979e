"""A server comes back from each fault with what it had, and says what it has."""

from __future__ import annotations

import pytest
from celery import Celery

from tests.chaos.places import HOSTS
from tests.chaos.plan import Fault

pytestmark = [pytest.mark.servers, pytest.mark.slow]


@pytest.mark.parametrize("kind", ["restart", "kill"])
def test_redis_has_its_messages_after_a_fault_and_none_in_a_new_place(kind: str) -> None:
    with HOSTS["redis"].open() as new:
        place = new()
        assert not place.left()
        with Celery(set_as_current=False, broker=place.broker_url) as app:
            app.send_task("chaos.work", (0,), task_id="task-1")
        place.strike(Fault(kind, 1, 0.5))
        assert place.left()
        assert place.held() == ["task-1"]
        assert not new().left()
