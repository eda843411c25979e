from __future__ import annotations

import inspect

from celery.backends import redis as celerys

from celerykit import backends
from celerykit.backends.redis import Redis
from celerykit.intents import Intents

CELERY = (5, 7, 0)


def values(intents: Intents, url: str = "redis://h") -> dict[str, object]:
    compiled, refused = Redis().compile(intents, celery=CELERY, url=url)
    assert not refused
    return {".".join(item.path): item.value for item in compiled}


def test_is_found_by_its_urls() -> None:
    assert isinstance(backends.for_url("redis://h:6379/1"), Redis)
    assert isinstance(backends.for_url("rediss://h:6379/1"), Redis)


def test_every_option_is_read_by_the_installed_celery() -> None:
    source = inspect.getsource(celerys) + inspect.getsource(celerys.BaseKeyValueStoreBackend)
    assert [name for name in Redis.options if f'"{name}"' not in source and f"'{name}'" not in source] == []


def test_results_are_stored_for_as_long_as_is_wanted() -> None:
    assert values(Intents(results="poll", keep_results=3600)) == {"task_ignore_result": False, "result_expires": 3600}


def test_results_that_nobody_reads_are_not_stored() -> None:
    assert values(Intents(results="none")) == {"task_ignore_result": True}


def test_over_tls_the_server_is_verified() -> None:
    assert values(Intents(), "rediss://h") == {"redis_backend_use_ssl.ssl_cert_reqs": "required"}


def test_what_the_url_says_of_tls_is_left_alone() -> None:
    assert values(Intents(), "rediss://h?ssl_cert_reqs=CERT_NONE") == {}
