from __future__ import annotations

import pytest

from tests.rules.proofs.schedules import InMemory, scheduling


@pytest.mark.parametrize(("interval", "seconds"), [(0, 300), (0.1, 0.1), (600, 600)])
def test_so_long_beat_sleeps_where_nothing_is_due(interval: float, seconds: float) -> None:
    with scheduling({}, beat_max_loop_interval=interval) as app:
        assert InMemory(app).tick() == seconds
