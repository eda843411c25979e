from __future__ import annotations

import pytest
from redis.sentinel import MasterNotFoundError

from tests.rules.proofs.apps import client
from tests.servers.sentinel import SentinelServers

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


def test_sentinels_are_asked_for_no_master(sentinel_servers: SentinelServers) -> None:
    named = {"master_name": sentinel_servers.master_name}
    url = sentinel_servers.url()
    with client(backend=url, result_backend_transport_options=named) as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
    unnamed = client(backend=url, broker_transport_options=named)
    with unnamed as app, pytest.raises(MasterNotFoundError, match="No master found for None"):
        app.backend._set(b"some-key", b"some-value")  # what store_result tries twenty times
