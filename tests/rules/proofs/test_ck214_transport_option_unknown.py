from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.servers
def test_redis_passes_over_a_misspelt_option(redis_url: str) -> None:
    with (
        client(redis_url, broker_transport_options={"visiblity_timeout": 7200}) as app,
        app.connection_for_read() as connection,
    ):
        assert connection.default_channel.visibility_timeout == 3600


@pytest.mark.servers
def test_rabbitmq_passes_over_what_only_redis_reads(rabbitmq_url: str) -> None:
    with (
        client(rabbitmq_url, broker_transport_options={"visibility_timeout": 7200}) as app,
        app.connection_for_read() as connection,
    ):
        assert connection.connect()


def test_sqlalchemy_does_not(tmp_path: Path) -> None:
    options = {"visibility_timeout": 7200}
    with (
        client(f"sqla+sqlite:///{tmp_path}/queue.db", broker_transport_options=options) as app,
        pytest.raises(TypeError, match="visibility_timeout"),
    ):
        app.send_task("proof.add")
