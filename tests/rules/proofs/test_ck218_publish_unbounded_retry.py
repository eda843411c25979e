from __future__ import annotations

import pytest
from kombu.exceptions import OperationalError

from tests.rules.proofs.apps import client
from tests.servers.redis import redis_running

pytestmark = pytest.mark.servers

ENOUGH = 100  # tries: many times more than any default


class EnoughError(Exception):
    """It would have gone on."""


def test_a_sender_that_lost_the_broker_tries_for_ever() -> None:
    tries = 0

    def failed(_: Exception, __: float) -> None:
        nonlocal tries
        tries += 1
        if tries >= ENOUGH:
            raise EnoughError

    policy = {"max_retries": None, "interval_start": 0, "interval_step": 0, "interval_max": 0, "errback": failed}
    with redis_running() as server, client(server.url(0)) as app:
        app.send_task("proof.add")
        server.kill()
        with pytest.raises(OperationalError):
            app.send_task("proof.add", retry_policy={**policy, "max_retries": 3})
        assert tries < ENOUGH
        with pytest.raises(EnoughError):
            app.send_task("proof.add", retry_policy=policy)
