from __future__ import annotations

import gc

import pytest

from tests.rules.proofs.apps import client


def test_redis_takes_none_of_rabbitmqs_names() -> None:
    use = {"ca_certs": "/ca.pem"}
    with (
        client("rediss://127.0.0.1:1/8", broker_use_ssl=use) as app,
        pytest.raises(TypeError, match="unexpected keyword argument 'ca_certs'"),
    ):
        app.send_task("proof.add")


@pytest.mark.servers
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # py-amqp leaves its socket open
def test_rabbitmq_takes_none_of_rediss_names(rabbitmq_url: str) -> None:
    use = {"ssl_ca_certs": "/ca.pem"}
    with (
        client(rabbitmq_url, broker_use_ssl=use) as app,
        pytest.raises(TypeError, match="unexpected keyword argument 'ssl_ca_certs'"),
    ):
        app.send_task("proof.add")
    gc.collect()
