from __future__ import annotations

import pytest
from kombu.exceptions import OperationalError

from tests.rules.proofs.apps import client


@pytest.mark.servers
def test_redis_refuses_a_user_without_a_password(redis_url: str) -> None:
    with (
        client(redis_url.replace("://", "://s3cr3t@")) as app,
        pytest.raises(OperationalError, match="invalid username-password pair"),
    ):
        app.send_task("proof.add")


def test_a_slash_ends_the_password_too_early() -> None:
    with (
        client("redis://:pass/word@localhost:6379/0") as app,
        pytest.raises(ValueError, match="Port could not be cast"),
    ):
        app.send_task("proof.add")
