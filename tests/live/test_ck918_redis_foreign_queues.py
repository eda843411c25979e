from __future__ import annotations

import pytest
from kombu.common import Broadcast

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.redis_states import client, sender
from tests.rules.build import unknown
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers


def test_tells_of_another_apps_queues(redis_url: str) -> None:
    with sender(redis_url) as app:
        app.send_task("other.task", queue="invoices")
        app.send_task("other.task", queue="reports")
        app.send_task("proj.add")

    (finding,) = found("CK918", broker_url=redis_url)

    assert finding.severity == "info"
    assert finding.message == "2 queues of this database are not named in this configuration: invoices, reports"
    assert [str(thing) for thing in finding.things] == [f"broker {redis_url}", "queue invoices", "queue reports"]


def test_names_a_few_of_many(redis_url: str) -> None:
    with sender(redis_url) as app:
        for number in range(8):
            app.send_task("other.task", queue=f"q{number}")

    ((_, _, message),) = tried("CK918", broker_url=redis_url)

    assert message.endswith("q0, q1, q2, q3, q4 and 3 more")


def test_is_silent_about_what_the_configuration_names(redis_url: str) -> None:
    with sender(redis_url) as app:
        app.send_task("proj.add")
        app.send_task("proj.film", queue="media")
        app.control.ping(timeout=0.1)

    assert tried("CK918", broker_url=redis_url, task_routes={"proj.film": "media"}) == []


def test_is_silent_about_a_worker_s_copy_of_a_broadcast(redis_url: str) -> None:
    with sender(redis_url) as app, app.connection() as connection:
        Broadcast("all")(connection.default_channel).declare()

        assert tried("CK918", broker_url=redis_url) == []


def test_is_silent_about_what_has_another_prefix(redis_url: str) -> None:
    with sender(redis_url, broker_transport_options={"global_keyprefix": "other:"}) as app:
        app.send_task("other.task", queue="invoices")

    assert tried("CK918", broker_url=redis_url, broker_transport_options={"global_keyprefix": "shop[1]:"}) == []


def test_finds_them_under_a_prefix_of_its_own(redis_url: str) -> None:
    options = {"global_keyprefix": "shop[1]:"}
    with sender(redis_url, broker_transport_options=options) as app:
        app.send_task("other.task", queue="invoices")

    ((_, _, message),) = tried("CK918", broker_url=redis_url, broker_transport_options=options)

    assert message == "one queue of this database is not named in this configuration: invoices"


def test_cannot_be_checked_where_only_running_tells_the_queues(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="not all known"):
        found("CK918", broker_url=redis_url, task_queues=unknown("make_queues()"))


def test_says_where_not_all_keys_were_looked_at(redis_server: RedisServer, redis_url: str) -> None:
    with client(redis_server, redis_url) as asked:
        for start in range(0, 60_000, 10_000):
            asked.mset({f"session:{number}": "x" for number in range(start, start + 10_000)})
        with pytest.raises(NotChecked, match="holds more keys than are looked at"):
            found("CK918", broker_url=redis_url)
        asked.flushdb()
