from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import SQS

from tests.rules.proofs.apps import client, waiting


@pytest.mark.servers
@pytest.mark.parametrize("timeout", ["3600", timedelta(hours=1), None])
def test_redis_cannot_use_what_is_no_number(redis_url: str, timeout: Any) -> None:
    with (
        Connection(redis_url, transport_options={"visibility_timeout": timeout}) as connection,
        pytest.raises(TypeError, match="unsupported operand"),
    ):
        connection.default_channel.qos.restore_visible()


@pytest.mark.servers
@pytest.mark.parametrize("timeout", [0, -1])
def test_what_is_not_acknowledged_is_given_back_at_once(redis_url: str, timeout: float) -> None:
    with client(redis_url) as app:
        app.send_task("proof.add")
    with Connection(redis_url, transport_options={"visibility_timeout": timeout}) as connection:
        assert connection.default_channel.basic_get("celery")
        assert waiting(redis_url) == 0
        connection.default_channel.qos.restore_visible()
        assert waiting(redis_url) == 1


def timeout_on_sqs(timeout: Any) -> int:
    class Channel(SQS.Channel):
        transport_options = {"visibility_timeout": timeout}  # noqa: RUF012

        def __init__(self) -> None: ...

        def __del__(self) -> None: ...

    return int(Channel().visibility_timeout)


def test_sqs_takes_a_text_and_no_timedelta() -> None:
    assert timeout_on_sqs("7200") == 7200
    assert timeout_on_sqs(None) == 1800
    with pytest.raises(TypeError):
        timeout_on_sqs(timedelta(hours=1))
    with pytest.raises(ValueError, match="could not convert"):
        timeout_on_sqs("an hour")
