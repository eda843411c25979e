from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, only, unknown


def test_the_first_connection_will_be_retried_one_day() -> None:
    finding = only("CK118", broker_connection_retry=False)
    assert finding.message.startswith("broker_connection_retry is False and broker_connection_retry_on_startup is not")
    assert finding.fix == "broker_connection_retry_on_startup = False"


def test_the_cure_is_in_the_programs_style() -> None:
    finding = only("CK118", namespace="CELERY", CELERY_BROKER_CONNECTION_RETRY=False)
    assert finding.fix == "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = False"


def test_none_says_nothing() -> None:
    only("CK118", broker_connection_retry=False, broker_connection_retry_on_startup=None)


@pytest.mark.parametrize("value", [True, None, unknown("retry()"), env("RETRY", "False")])
def test_is_silent_where_connections_are_retried_or_may_be(value: Any) -> None:
    assert found("CK118", broker_connection_retry=value) == []


@pytest.mark.parametrize("value", [True, False, unknown("retry()")])
def test_is_silent_where_the_start_is_spoken_of(value: Any) -> None:
    assert found("CK118", broker_connection_retry=False, broker_connection_retry_on_startup=value) == []


def test_is_silent_where_the_start_may_be_spoken_of() -> None:
    assert found("CK118", complete=False, broker_connection_retry=False) == []


def test_is_silent_where_nobody_set_it() -> None:
    assert found("CK118", broker_url="redis://") == []
