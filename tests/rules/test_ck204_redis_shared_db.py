from __future__ import annotations

import pytest

from celerykit.findings import Finding
from tests.rules.build import django, env, found, labels, only, unknown

ZERO = "redis://localhost:6379/0"


def test_says_what_happens_and_how_to_part_them() -> None:
    finding = only("CK204", broker_url=ZERO, result_backend=ZERO)
    assert finding.message == (
        "tasks and results share database 0 of the Redis at localhost:6379: a FLUSHDB or cache.clear() to drop "
        "results, or an eviction policy meant for them, deletes the tasks that wait too"
    )
    assert finding.fix == 'result_backend = "redis://localhost:6379/1"'
    assert finding.severity == "warning"
    assert labels(finding) == ["results are kept here", "tasks wait here"]


@pytest.mark.parametrize(
    ("broker", "backend"),
    [
        ("redis://localhost", "redis://localhost:6379/0"),
        ("redis://localhost/", "redis://127.0.0.1:6379"),
        ("redis://CACHE:6379/3", "redis://cache/3"),
        ("redis://a:b@cache/2", "redis://cache/2"),
        ("rediss://cache:6380/0?ssl_cert_reqs=required", "rediss://cache:6380/0"),
        ("redis+socket:///tmp/redis.sock", "redis+socket:///tmp/redis.sock?virtual_host=0"),
        (["redis://a/0", "redis://b/0"], "redis://b/0"),
        ("redis://", "redis://localhost/0"),
    ],
)
def test_sees_the_same_database_in_other_words(broker: object, backend: str) -> None:
    assert only("CK204", broker_url=broker, result_backend=backend)


def test_one_variable_for_both() -> None:
    both = env("REDIS_URL", ZERO)
    finding = only("CK204", broker_url=both, result_backend=both)
    assert "that of REDIS_URL" in finding.message
    assert "unless" not in finding.message
    assert finding.fix == "give results a database of their own: let the URL in result_backend end in /1"


@pytest.mark.parametrize("text", ['os.environ["REDIS_URL"]', "settings.redis_url"])
def test_one_expression_for_both_that_is_called_redis(text: str) -> None:
    assert only("CK204", broker_url=unknown(text), result_backend=unknown(text))


def test_the_defaults_of_two_variables() -> None:
    finding = only("CK204", broker_url=env("BROKER", ZERO), result_backend=env("BACKEND", ZERO))
    assert finding.message.endswith("unless BACKEND or BROKER are set")


def test_never_shows_the_password() -> None:
    finding = only("CK204", broker_url="redis://:s3cr3t@cache/0", result_backend="redis://:s3cr3t@cache/0")
    assert "s3cr3t" not in repr(finding)


def test_the_cure_speaks_the_programs_style() -> None:
    finding = only("CK204", namespace="CELERY", CELERY_BROKER_URL=ZERO, CELERY_RESULT_BACKEND=ZERO)
    assert finding.fix == 'CELERY_RESULT_BACKEND = "redis://localhost:6379/1"'


@pytest.mark.parametrize(
    ("broker", "backend"),
    [
        (ZERO, "redis://localhost:6379/1"),
        (ZERO, "redis://other:6379/0"),
        (ZERO, "redis://localhost:6380/0"),
        (ZERO, "rpc://"),
        (ZERO, "db+sqlite:///r.db"),
        (ZERO, None),
        (ZERO, unknown("URL")),
        (unknown("URL"), ZERO),
        (unknown("URL"), unknown("URL")),
        (unknown("A_REDIS"), unknown("B_REDIS")),
        ("amqp://localhost", "redis://localhost"),
        ("amqp://localhost", "amqp://localhost"),
        ("redis://cache/jobs", "redis://cache/jobs"),
        ("redis://:p[@cache/0", "redis://:p[@cache/0"),
        ("sentinel://s1:26379/0", "sentinel://s1:26379/0"),
    ],
)
def test_is_silent_about_two_databases_and_unknown_ones(broker: object, backend: object) -> None:
    assert found("CK204", broker_url=broker, result_backend=backend) == []


SENTINELS = "sentinel://s1:26379/0;sentinel://s2:26379/0"


def of_masters(tasks: str, results: str, results_in: str = "sentinel://s2/0;sentinel://s1/0") -> list[Finding]:
    return found(
        "CK204",
        broker_url=SENTINELS,
        result_backend=results_in,
        broker_transport_options={"master_name": tasks},
        result_backend_transport_options={"master_name": results},
    )


def test_sees_one_database_behind_sentinels() -> None:
    (finding,) = of_masters("mymaster", "mymaster")
    assert finding.fix.endswith("let the URL in result_backend end in /1")


def test_is_silent_where_sentinels_are_asked_for_two_masters() -> None:
    assert of_masters("tasks", "results") == []


def test_is_silent_about_two_databases_behind_sentinels() -> None:
    assert of_masters("mymaster", "mymaster", "sentinel://s1:26379/1;sentinel://s2:26379/1") == []


def test_is_silent_where_each_has_a_prefix_of_its_own() -> None:
    assert not found(
        "CK204",
        broker_url=ZERO,
        result_backend=ZERO,
        broker_transport_options={"global_keyprefix": "tasks:"},
        result_backend_transport_options={"global_keyprefix": "results:"},
    )


def test_is_silent_without_results() -> None:
    assert found("CK204", broker_url=ZERO) == []


CACHE = "django_redis.cache.RedisCache"


def test_the_cache_of_django() -> None:
    facts = {"django": django(CACHES={"default": {"BACKEND": CACHE, "LOCATION": ZERO}})}
    finding = only("CK204", broker_url=ZERO, facts=facts)
    assert finding.message == (
        "tasks and Django's cache share database 0 of the Redis at localhost:6379: cache.clear() is a FLUSHDB, "
        "and deletes tasks that wait"
    )
    assert finding.severity == "warning"
    assert labels(finding) == ["the cache is kept here", "tasks wait here"]


def test_the_cache_by_the_variable_of_the_broker_is_noted() -> None:
    url = env("REDIS_URL", ZERO)
    facts = {"django": django(CACHES={"default": {"BACKEND": CACHE, "LOCATION": url}})}
    assert only("CK204", broker_url=url, facts=facts).severity == "info"


@pytest.mark.parametrize(
    "cache",
    [
        {"BACKEND": CACHE, "LOCATION": "redis://localhost:6379/1"},
        {"BACKEND": CACHE, "LOCATION": unknown("CACHE_URL")},
        {"BACKEND": unknown("CACHE"), "LOCATION": ZERO},
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ZERO},
        {"BACKEND": CACHE},
    ],
)
def test_is_silent_about_other_caches(cache: dict[str, object]) -> None:
    assert found("CK204", broker_url=ZERO, facts={"django": django(CACHES={"default": cache})}) == []
