from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from sqlalchemy import text

from celerykit.findings import Finding
from tests.live.build import found
from tests.live.databases import with_tables
from tests.servers.redis import RedisServer, redis_running

# Celery calls what redis-py would rather see called otherwise.
pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own, whose keys are counted."""
    with redis_running() as running:
        yield running


def looked_at(url: str, **settings: object) -> list[Finding]:
    return found("CK951", broker_url="memory://", result_backend=url, **settings)


def stored(url: str, count: int, **settings: object) -> None:
    """So many results, as a worker with these settings stores them."""
    app = Celery(set_as_current=False, backend=url)
    app.conf.update(settings)
    for number in range(count):
        app.backend.store_result(f"{count}-{number}", None, "SUCCESS")


def test_finds_results_that_a_worker_stored_for_ever(server: RedisServer) -> None:
    _, url = server.fresh_pair()
    stored(url, 3)
    stored(url, 2, result_expires=None)

    (finding,) = looked_at(url)

    assert finding.severity == "warning"
    assert finding.message == "2 of 5 results that were looked at never expire, though result_expires is 1 d here"


def test_finds_them_where_the_setting_is_none_under_a_prefix(server: RedisServer) -> None:
    _, url = server.fresh_pair()
    options = {"result_backend_transport_options": {"global_keyprefix": "shop[1]"}}
    stored(url, 2, result_expires=None, **options)

    (finding,) = looked_at(url, result_expires=None, **options)

    assert finding.message == "2 of 2 results that were looked at never expire, as result_expires is not set"
    assert looked_at(url) == []  # another one's


def test_looks_at_a_hundred_of_many(server: RedisServer) -> None:
    _, url = server.fresh_pair()
    stored(url, 150, result_expires=None)

    (finding,) = looked_at(url)

    assert finding.message.startswith("100 of 100 results that were looked at ")


def test_is_silent_where_all_expire_or_there_are_none(server: RedisServer) -> None:
    _, url = server.fresh_pair()
    assert looked_at(url) == []

    stored(url, 3)
    assert looked_at(url) == []


def test_finds_rows_that_nobody_cleans_up(postgres_url: str, mariadb_url: str) -> None:
    for url in (postgres_url, mariadb_url):
        engine, now = with_tables(url), datetime.now(UTC).replace(tzinfo=None)
        insert = text("insert into celery_taskmeta (id, task_id, date_done) values (:id, :id, :date)")
        with engine.begin() as connection:
            connection.execute(insert, {"id": 1, "date": now - timedelta(days=2)})
        assert looked_at(f"db+{url}") == []

        with engine.begin() as connection:
            connection.execute(text("update celery_taskmeta set date_done = :date"), {"date": now - timedelta(days=40)})

        (finding,) = looked_at(f"db+{url}")
        assert finding.message == (
            f"celery_taskmeta has a result of {now - timedelta(days=40):%Y-%m-%d}, though result_expires is 1 d: "
            "nobody cleans up"
        )
        assert looked_at(f"db+{url}", result_expires=60 * 86400) == []


def test_is_silent_of_an_empty_table_and_of_none(postgres_url: str) -> None:
    assert looked_at(f"db+{postgres_url}") == []
    with_tables(postgres_url)
    assert looked_at(f"db+{postgres_url}") == []
