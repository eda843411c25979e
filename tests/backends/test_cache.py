from __future__ import annotations

import pytest

from celerykit import backends
from celerykit.backends.cache import Cache, Memory
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract
from tests.profile.loading import problems

DAY = 24 * 60 * 60


def refused(intents: Intents) -> list[str]:
    return [item.intent for item in Cache().compile(intents, celery=CELERY, url="cache+memcached://h:11211")[1]]


class TestMemcached(BackendContract):
    backend = Cache()
    url = "cache+memcached://localhost:11211"

    @pytest.mark.parametrize(("days", "intents"), [(30, []), (31, ["keep_results"])])
    def test_keeps_a_result_for_thirty_days_at_most(self, days: int, intents: list[str]) -> None:
        assert refused(Intents(results="poll", keep_results=days * DAY)) == intents

    def test_tls_is_refused_as_no_setting_can_say_it(self) -> None:
        assert refused(Intents(tls=True)) == ["tls"]

    def test_needs_room_for_the_largest_result(self) -> None:
        assert any("item size" in need for need in Cache().needs(Intents(results="poll")))

    def test_its_service_takes_items_larger_than_the_usual(self) -> None:
        service = Cache().service(Intents(), {"result_backend": self.url})
        assert service
        assert (service.published, service.command[-2:]) == (11211, ("-I", "8m"))
        assert service.url == "cache+memcached://memcached:11211/"


class TestMemory(BackendContract):
    backend = Memory()
    url = "cache+memory://"
    takes_poll = False

    def test_needs_no_client_and_no_server(self) -> None:
        found = backends.for_url("cache+memory://")
        assert found
        assert (found.driver, found.needs(Intents(results="caller")), found.service(Intents(), {})) == (None, (), None)

    def test_any_process_would_see_pending(self) -> None:
        (refusal,) = Memory().compile(Intents(results="poll"), celery=CELERY, url=self.url)[1]
        assert "PENDING" in refusal.fact
        assert 'results = "caller"' in refusal.cure

    @pytest.mark.parametrize(
        ("broker", "results", "intents"),
        [("redis", "caller", ["results"]), ("memory", "caller", []), ("redis", "none", []), ("redis", "poll", [])],
    )
    def test_a_sender_in_another_process_gets_no_result(self, broker: str, results: str, intents: list[str]) -> None:
        wanted = Intents(results=results)  # type: ignore[arg-type]
        assert [item.intent for item in Memory().beside(broker, wanted)] == intents

    def test_says_that_results_do_not_expire(self) -> None:
        (said,) = Memory().tells(Intents(keep_results=60), {}, celery=CELERY)
        assert (said.intent, "last 5000" in said.text) == ("keep_results", True)

    def test_keeps_as_many_results_as_it_says(self) -> None:
        from celery.backends import cache

        assert cache._DUMMY_CLIENT_CACHE.limit == 5000

    def test_is_refused_at_load_beside_a_broker_with_workers_of_its_own(self) -> None:
        env = {"CELERY_RESULT_BACKEND": self.url, "CELERYKIT_INTENT__RESULTS": "caller"}
        assert "its sender is another process" in problems(env=env)["results"]
