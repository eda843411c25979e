from __future__ import annotations

import pytest
from kombu.exceptions import DecodeError

from tests.rules.proofs.apps import client

# Celery 5.7 calls what redis-py 8 calls deprecated.
pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


def test_an_id_of_another_database_is_pending(redis_urls: tuple[str, str]) -> None:
    one, other = redis_urls
    with client(backend=one) as worker, client(backend=other) as web:
        worker.backend.store_result("some-id", 4, "SUCCESS")
        assert worker.AsyncResult("some-id").state == "SUCCESS"
        assert web.AsyncResult("some-id").state == "PENDING"


def test_another_serializer_cannot_be_read(redis_url: str) -> None:
    with client(backend=redis_url, result_serializer="pickle") as worker, client(backend=redis_url) as web:
        worker.backend.store_result("some-id", 4, "SUCCESS")
        with pytest.raises((DecodeError, UnicodeDecodeError)):
            _ = web.AsyncResult("some-id").state


def test_another_prefix_is_pending(redis_url: str) -> None:
    options = {"global_keyprefix": "prod-"}
    with (
        client(backend=redis_url, result_backend_transport_options=options) as worker,
        client(backend=redis_url) as web,
    ):
        worker.backend.store_result("some-id", 4, "SUCCESS")
        assert web.AsyncResult("some-id").state == "PENDING"
