from __future__ import annotations

import pytest
from billiard.exceptions import WorkerLostError

from tests.rules.proofs.fates import fate

LATE = {"task_acks_late": True, "task_reject_on_worker_lost": True}
KILLED = WorkerLostError("killed")


@pytest.mark.parametrize("retries", [0, 1, 100])
def test_a_message_is_put_back_whatever_the_number_of_retries(retries: int) -> None:
    assert fate(KILLED, {"max_retries": 1}, retries, **LATE) == ["put back"]


def test_a_retry_is_counted_and_the_last_one_fails() -> None:
    retry = {**LATE, "task_retry_on_worker_lost": True}
    assert fate(KILLED, {"max_retries": 1}, 0, **retry) == ["sent again", "RETRY", "acknowledged"]
    assert fate(KILLED, {"max_retries": 1}, 1, **retry) == ["acknowledged", "FAILURE"]
