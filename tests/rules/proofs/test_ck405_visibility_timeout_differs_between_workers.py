from __future__ import annotations

from typing import Any

import pytest
from kombu import Connection

from tests.rules.proofs.apps import client, waiting

pytestmark = pytest.mark.servers


def looking(url: str, timeout: float) -> Any:
    return Connection(url, transport_options={"visibility_timeout": timeout})


@pytest.mark.parametrize(("timeout", "given_back"), [(0.000001, 1), (3600, 0)])
def test_a_worker_gives_back_what_another_holds_by_its_own_timeout(
    redis_url: str, timeout: float, given_back: int
) -> None:
    with client(redis_url) as app:
        app.send_task("proof.add")
    with looking(redis_url, 3600) as patient, looking(redis_url, timeout) as other:
        assert patient.default_channel.basic_get("celery")
        assert (waiting(redis_url), waiting(redis_url, "unacked")) == (0, 1)
        other.default_channel.qos.restore_visible()
        assert waiting(redis_url) == given_back
