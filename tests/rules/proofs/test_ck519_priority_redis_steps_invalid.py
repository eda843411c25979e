from __future__ import annotations

import pytest
from kombu.utils.scheduling import cycle_by_name

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import in_order

pytestmark = pytest.mark.servers


def test_without_steps_sending_raises(redis_url: str) -> None:
    with client(redis_url, broker_transport_options={"priority_steps": []}) as app, pytest.raises(IndexError):
        app.send_task("proj.add")


@pytest.mark.parametrize(
    ("steps", "order"),
    [
        ([9, 6, 3, 0], ["nine", "none", "five"]),  # as they came: all are in one list
        ([1, 5, 9], ["five", "nine", "none"]),
        ([0, 3, 6, 9], ["none", "five", "nine"]),
    ],
)
def test_what_comes_first(redis_url: str, steps: list[int], order: list[str]) -> None:
    with client(redis_url, broker_transport_options={"priority_steps": steps}) as app:
        for name, options in (("nine", {"priority": 9}), ("none", {}), ("five", {"priority": 5})):
            app.send_task(name, **options)
        assert in_order(app, "celery") == order


def test_a_strategy_is_imported() -> None:
    with pytest.raises(ModuleNotFoundError, match="prio"):
        cycle_by_name("prio")
