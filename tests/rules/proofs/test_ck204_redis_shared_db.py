from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client, waiting

pytestmark = pytest.mark.servers


def test_to_drop_the_results_is_to_drop_the_tasks_that_wait(redis_url: str) -> None:
    with client(redis_url, redis_url) as app:
        app.send_task("proof.add")
        assert waiting(redis_url) == 1
        app.backend.client.flushdb()
        assert waiting(redis_url) == 0


def test_tasks_stay_where_results_have_a_database_of_their_own(redis_urls: tuple[str, str]) -> None:
    broker, backend = redis_urls
    with client(broker, backend) as app:
        app.send_task("proof.add")
        app.backend.client.flushdb()
        assert waiting(broker) == 1
