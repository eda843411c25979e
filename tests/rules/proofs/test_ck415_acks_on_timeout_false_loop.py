from __future__ import annotations

from billiard.exceptions import TimeLimitExceeded

from tests.rules.proofs.fates import fate

LATE = {"task_acks_late": True}
TOO_LONG = TimeLimitExceeded(60)


def test_a_task_that_took_too_long_is_put_back_however_often_it_was() -> None:
    for retries in (0, 100):
        assert fate(TOO_LONG, {"max_retries": 0}, retries, **LATE, task_acks_on_timeout=False) == ["put back"]


def test_the_older_setting_does_so_too() -> None:
    assert fate(TOO_LONG, **LATE, task_acks_on_failure_or_timeout=False) == ["put back"]


def test_it_ends_where_timeouts_are_acknowledged() -> None:
    assert "put back" not in fate(TOO_LONG, **LATE)
