from __future__ import annotations

from celerykit import backends
from celerykit.backends.django import Django
from celerykit.backends.django_cache import DjangoCache
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract


class TestDjango(BackendContract):
    backend = Django()
    url = "django-db"

    def test_is_found_by_its_alias_written_as_a_url(self) -> None:
        assert isinstance(backends.for_url("django-db://"), Django)

    def test_tracebacks_are_stored_with_the_rest(self) -> None:
        assert self.values(Intents(results="poll"))["result_extended"] is True
        assert "result_extended" not in self.values(Intents(results="none"))

    def test_needs_its_tables(self) -> None:
        assert any("migrate" in need for need in Django().needs(Intents(results="poll")))

    def test_says_that_tls_is_djangos_own_to_see_to(self) -> None:
        assert any("TLS" in need for need in Django().needs(Intents(results="poll", tls=True)))
        assert not any("TLS" in need for need in Django().needs(Intents(results="poll")))

    def test_refuses_to_keep_longer_than_there_are_dates(self) -> None:
        wanted = Intents(results="poll", keep_results=3000 * 365 * 86400)
        assert [item.intent for item in Django().compile(wanted, celery=CELERY, url="django-db")[1]] == ["keep_results"]

    def test_keeps_for_a_century(self) -> None:
        wanted = Intents(results="poll", keep_results=100 * 365 * 86400)
        assert Django().compile(wanted, celery=CELERY, url="django-db")[1] == []


class TestDjangoCache(BackendContract):
    backend = DjangoCache()
    url = "django-cache"

    def test_needs_a_cache_that_is_shared(self) -> None:
        (need,) = DjangoCache().needs(Intents(results="poll"))
        assert "LocMemCache" in need

    def test_warns_that_some_caches_drop_results(self) -> None:
        (remark,) = DjangoCache().tells(Intents(results="poll"), {}, celery=CELERY)
        assert "MAX_ENTRIES" in remark.text
        assert remark.severity == "warning"
