from __future__ import annotations

import inspect

import pytest
from celery import Celery
from celery.backends import redis as celerys

from celerykit import load_profile
from celerykit.backends.sentinel import Sentinel
from celerykit.intents import Intents
from tests.backends.contract import CELERY, BackendContract

THREE = "sentinel://:hunter2@s1:26379/1;sentinel://:hunter2@s2:26379/1;sentinel://:hunter2@s3:26379/1"


class TestSentinel(BackendContract):
    backend = Sentinel()
    url = "sentinel://localhost:26379/1"
    secret_url = THREE


def values(intents: Intents) -> dict[str, object]:
    compiled, refused = Sentinel().compile(intents, celery=CELERY, url=THREE)
    assert not refused
    return {".".join(item.path): item.value for item in compiled}


def test_every_option_is_read_by_the_installed_celery() -> None:
    source = inspect.getsource(celerys) + inspect.getsource(celerys.BaseKeyValueStoreBackend)
    assert [name for name in Sentinel.options if f'"{name}"' not in source and f"'{name}'" not in source] == []


def test_a_result_waits_for_a_failover() -> None:
    found = values(Intents(replicated=True))
    policy = found["result_backend_transport_options.retry_policy"]
    assert isinstance(policy, dict)
    assert policy["max_retries"] * policy["interval_max"] >= 60
    assert found["redis_socket_timeout"] == 15


def test_over_tls_the_sentinels_are_verified_as_redis_is() -> None:
    found = values(Intents(tls=True, tls_ca="/ca.pem"))
    kwargs = found["result_backend_transport_options.sentinel_kwargs"]
    assert isinstance(kwargs, dict)
    assert kwargs["ssl"] is True
    assert kwargs["ssl_ca_certs"] == found["redis_backend_use_ssl.ssl_ca_certs"] == "/ca.pem"


def test_celery_makes_of_it_a_store_that_asks_every_sentinel() -> None:
    app = Celery("sentinels", set_as_current=False)
    app.config_from_object(load_profile("redis-sentinel", env={"CELERY_RESULT_BACKEND": THREE}))
    pool = app.backend.client.connection_pool
    sentinels = [one.connection_pool.connection_kwargs for one in pool.sentinel_manager.sentinels]
    assert pool.service_name == "mymaster"
    assert [one["host"] for one in sentinels] == ["s1", "s2", "s3"]
    assert {one["socket_timeout"] for one in sentinels} == {15}
    assert (pool.connection_kwargs["db"], pool.connection_kwargs["password"]) == (1, "hunter2")
    assert "hunter2" not in app.backend.as_uri()


@pytest.mark.parametrize("intents", [Intents(), Intents(results="poll")])
def test_where_nothing_must_outlive_a_server_celerys_own_limits_hold(intents: Intents) -> None:
    assert not [name for name in values(intents) if "socket" in name or "kwargs" in name]
