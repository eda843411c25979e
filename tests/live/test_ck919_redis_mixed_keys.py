from __future__ import annotations

import pytest

from tests.live.build import found, tried
from tests.live.redis_states import sender
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers


def test_warns_of_a_django_cache_beside_the_queues(redis_server: RedisServer, redis_url: str) -> None:
    from django.core.cache.backends.redis import RedisCache

    cache = RedisCache(redis_url, {})
    cache.set("views.decorators.cache.page", "x")
    with sender(redis_url) as app:
        app.send_task("proj.add")

    (finding,) = found("CK919", broker_url=redis_url)
    cache.clear()

    assert finding.severity == "warning"
    assert finding.message == (
        "keys of a Django cache are in the database of the tasks: "
        "its clear() is a FLUSHDB, and deletes the tasks that wait"
    )
    with sender(redis_url) as app, app.connection_for_read() as connection:
        assert connection.default_channel.client.llen("celery") == 0


def test_tells_of_other_data_without_showing_it(redis_url: str) -> None:
    with sender(redis_url) as app:
        app.send_task("proj.add")
        with app.connection_for_read() as connection:
            connection.default_channel.client.set("session:eve@example.org", "x")
            connection.default_channel.client.set("geheim", "x")

    ((severity, _, message),) = tried("CK919", broker_url=redis_url)

    assert severity == "info"
    assert message.startswith("other data (session:…) is in the database of the tasks")
    assert "eve" not in message


def test_tells_of_results(redis_url: str) -> None:
    with sender(redis_url, result_backend=redis_url) as app:
        app.send_task("proj.add")
        app.backend.client.set(app.backend.get_key_for_task("some-id"), "{}")

    ((severity, _, message),) = tried("CK919", broker_url=redis_url)

    assert (severity, message.partition(" in ")[0]) == ("info", "results are")


def test_is_silent_about_all_that_celery_keeps_beside_the_queues(redis_url: str) -> None:
    options = {"priority_steps": [0, 3], "sep": ":"}
    with sender(redis_url, broker_transport_options=options) as app:
        app.send_task("proj.add", priority=3)
        app.send_task("other.task", queue="invoices", priority=3)
        app.control.ping(timeout=0.1)
        with app.connection_for_read() as connection:
            message = connection.default_channel.basic_get("invoices")
            assert message
            # A list without a binding: a queue whose binding is gone.
            connection.default_channel.client.rpush("nobody-knows", "x")
            client = connection.default_channel.client
            assert client.exists("unacked", "unacked_index") == 2

            assert tried("CK919", broker_url=redis_url, broker_transport_options=options) == []


def test_is_silent_where_results_are_elsewhere(redis_url: str, redis_url_other: str) -> None:
    with sender(redis_url, result_backend=redis_url_other) as app:
        app.send_task("proj.add")
        app.backend.client.set(app.backend.get_key_for_task("some-id"), "{}")

    assert tried("CK919", broker_url=redis_url, result_backend=redis_url_other) == []
