from __future__ import annotations

import pytest
from billiard.exceptions import TimeLimitExceeded, WorkerLostError

from tests.rules.proofs.fates import fate

LATE = {"task_acks_late": True}


@pytest.mark.parametrize(
    ("setting", "error", "late"),
    [
        ({"task_reject_on_worker_lost": True}, WorkerLostError("killed"), "put back"),
        ({"task_acks_on_failure": False}, ValueError("failed"), "dropped"),
        ({"task_acks_on_timeout": False}, TimeLimitExceeded(1), "put back"),
        ({"task_acks_on_failure_or_timeout": False}, ValueError("failed"), "dropped"),
    ],
)
def test_nothing_is_done_with_a_message_that_was_acknowledged_early(
    setting: dict[str, bool], error: Exception, late: str
) -> None:
    assert not {"put back", "dropped"} & set(fate(error, **setting))
    assert late in fate(error, **LATE, **setting)
