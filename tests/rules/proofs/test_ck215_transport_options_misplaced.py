from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.servers
@pytest.mark.parametrize(
    "words", [{"result_backend_transport_options": {"visibility_timeout": 43200}}, {"visibility_timeout": 43200}]
)
def test_the_transport_does_not_look_there(redis_urls: tuple[str, str], words: dict[str, object]) -> None:
    broker, backend = redis_urls
    with client(broker, backend, **words) as app, app.connection_for_read() as connection:
        assert connection.default_channel.visibility_timeout == 3600


def test_nor_does_celery_among_the_options_of_the_transport() -> None:
    with client("memory://", broker_transport_options={"task_default_priority": 7}) as app:
        assert app.conf.task_default_priority is None
