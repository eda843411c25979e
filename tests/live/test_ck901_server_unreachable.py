from __future__ import annotations

import socket

import pytest

from tests.live.build import found
from tests.servers.process import free_port


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_finds_that_nobody_listens(scheme: str) -> None:
    (finding,) = found("CK901", broker_url=f"{scheme}://:geheim@127.0.0.1:{free_port()}//")

    assert finding.severity == "error"
    assert finding.message == "nobody listens there"
    assert "geheim" not in repr(finding)
    assert "broker_url" in finding.fix


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_finds_a_server_that_accepts_and_never_answers(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        (finding,) = found("CK901", broker_url=f"{scheme}://127.0.0.1:{server.getsockname()[1]}//", limit=0.3)

    assert finding.message == "it does not answer"
