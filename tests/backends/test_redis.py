from __future__ import annotations

import inspect

from celery.backends import redis as celerys

from celerykit import backends
from celerykit.backends.redis import Redis
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract


class TestRedis(BackendContract):
    backend = Redis()
    url = "redis://localhost:6379/1"
    secret_url = "redis://:hunter2@localhost:6379/1"


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
    assert values(Intents(), "rediss://h") == {
        "redis_backend_use_ssl.ssl_cert_reqs": "required",
        "redis_backend_use_ssl.ssl_check_hostname": True,
    }


def test_what_the_url_says_of_tls_is_left_alone() -> None:
    assert values(Intents(), "rediss://h?ssl_cert_reqs=CERT_NONE") == {}


def test_a_sender_in_a_hurry_does_not_wait_for_its_results_to_be_there() -> None:
    found = values(Intents(publish="fail-fast"))
    assert found["redis_socket_connect_timeout"] == found["redis_socket_timeout"] == 1
    policy = found["result_backend_transport_options.retry_policy"]
    assert isinstance(policy, dict)
    assert policy["max_retries"] == 1


def test_at_least_once_waits_for_a_redis_that_restarts_longer_than_celery_does() -> None:
    policy = values(Intents(delivery="at-least-once"))["result_backend_transport_options.retry_policy"]
    assert isinstance(policy, dict)
    assert policy["max_retries"] * policy["interval_max"] > 60


def test_tls_is_said_once_for_broker_and_results() -> None:
    assert values(Intents(tls=True, tls_ca="/ca.pem")) == {
        "redis_backend_use_ssl.ssl_cert_reqs": "required",
        "redis_backend_use_ssl.ssl_check_hostname": True,
        "redis_backend_use_ssl.ssl_ca_certs": "/ca.pem",
    }


def test_before_celery_5_7_tls_takes_a_url_that_says_so() -> None:
    (refusal,) = Redis().compile(Intents(tls=True), celery=(5, 6), url="redis://h")[1]
    assert "rediss://" in refusal.cure
    assert not Redis().compile(Intents(tls=True), celery=(5, 6), url="rediss://h")[1]
