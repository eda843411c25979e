from __future__ import annotations

import pytest
from billiard.exceptions import WorkerLostError

from tests.rules.proofs.fates import fate

KILLED = WorkerLostError("killed")


@pytest.mark.parametrize("retries", [0, 3, 1000])
def test_without_a_number_of_retries_there_is_always_one_more(retries: int) -> None:
    told = fate(KILLED, {"max_retries": None}, retries, task_acks_late=True, task_retry_on_worker_lost=True)
    assert told == ["sent again", "RETRY", "acknowledged"]


def test_a_task_that_is_acknowledged_early_is_sent_again_too() -> None:
    assert fate(KILLED, task_retry_on_worker_lost=True) == ["sent again", "RETRY"]
    assert fate(KILLED) == ["FAILURE"]
