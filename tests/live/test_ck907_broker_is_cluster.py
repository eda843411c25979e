from __future__ import annotations

import pytest

from tests.live.build import found
from tests.servers.process import free_port, scratch
from tests.servers.redis import redis_program
from tests.servers.restartable import stopped_at_the_end

pytestmark = pytest.mark.servers


def test_finds_a_node_of_a_cluster() -> None:
    with scratch() as folder:
        port = free_port()
        bus = ("--cluster-port", str(free_port()))
        server = redis_program(folder, port, "--cluster-enabled", "yes", *bus, durable=False)
        with stopped_at_the_end(server):
            server.start()
            (finding,) = found("CK907", broker_url=f"redis://127.0.0.1:{port}/0")

    assert finding.severity == "error"
    assert finding.message == "it is a node of a Redis Cluster, and Celery speaks to single servers only"


def test_is_silent_of_a_single_server(redis_urls: tuple[str, str]) -> None:
    broker, results = redis_urls
    assert found("CK907", broker_url=broker, result_backend=results) == []
