from __future__ import annotations

import pytest

from tests.rules.build import deployed, env, found, only, process, unknown

REAL = [
    None,
    "",
    "rpc",
    "rpc://",
    "redis",
    "redis://localhost/1",
    "rediss://localhost/1",
    "redis+socket:///run/redis.sock",
    "sentinel://one:26379/0;sentinel://two:26379/0",
    "db+postgresql+psycopg://localhost/results",
    "db+sqlite:///results.db",
    "cache+memcached://localhost:11211/",
    "cache+memory://",
    "mongodb+srv://cluster.example.com/results",
    "mongodb",
    "file:///var/results",
    "s3://bucket/results",
    "gs://bucket",
    "django-db",
    "django-cache",
    "disabled",
    "proj.results.OurBackend",
    "proj.results:OurBackend",
    "proj.results.OurBackend://host",
]


@pytest.mark.parametrize(
    ("backend", "cure"),
    [
        ("postgresql://u:p@db:5432/app", 'result_backend = "db+postgresql://…"'),
        ("postgres://db/app", 'result_backend = "db+postgresql://…"'),
        ("mysql+pymysql://db/app", 'result_backend = "db+mysql+pymysql://…"'),
        ("sqlite:///results.db", 'result_backend = "db+sqlite://…"'),
        ("psycopg2://db/app", 'result_backend = "db+postgresql+psycopg2://…"'),
        ("sqla+postgresql://db/app", 'result_backend = "db+postgresql://…"'),
        ("memory://", 'result_backend = "cache+memory://"'),
        ("memcached://localhost:11211", 'result_backend = "cache+memcached://…"'),
        ("cache+redis://localhost", 'result_backend = "redis://…"'),
        ("cache://localhost", 'result_backend = "cache+memcached://…"'),
        ("filesystem:///var/results", 'result_backend = "file://…"'),
        ("redis-sentinel://localhost:26379", 'result_backend = "sentinel://…"'),
        ("amqp", 'result_backend = "rpc://"'),
        ("amqp://localhost//", 'result_backend = "rpc://"'),
        ("localhost:6379/0", 'result_backend = "redis://localhost:6379/0"'),
        ("REDIS://localhost", 'result_backend = "redis://…"'),
        ("reddis://localhost", 'result_backend = "redis://…"'),
        ("redis:/localhost/0", 'result_backend = "redis://…"'),
        ("redis//localhost/0", 'result_backend = "redis://…"'),
        ("/var/results", 'result_backend = "file://…"'),
        (" redis://localhost", 'result_backend = "redis://…"'),
        ("none", "result_backend = None"),
        ("None", "result_backend = None"),
        ("django-orm", 'result_backend = "django-db"'),
        ("djcelery.backends.database:DatabaseBackend", 'result_backend = "django-db"'),
    ],
)
def test_names_that_celery_does_not_know(backend: str, cure: str) -> None:
    finding = only("CK304", result_backend=backend)
    assert (finding.severity, finding.fix) == ("error", cure)


def test_a_url_that_is_put_together_has_a_scheme() -> None:
    assert only("CK304", result_backend=unknown('f"postgresql://{user}@db/app"', str))
    assert found("CK304", result_backend=unknown('f"db+postgresql://{user}@db/app"', str)) == []
    assert found("CK304", result_backend=unknown("f'mysql://{a}' if a else 'rpc://'", str)) == []


def test_says_that_a_backend_was_removed() -> None:
    assert "since Celery 5.0" in only("CK304", result_backend="amqp").message
    assert only("CK304", result_backend="riak://localhost").fix.startswith("use redis://")


def test_shows_no_password() -> None:
    for backend in ("postgresql://u:hunter2@db/app", "redis:/u:hunter2@db/0", "u:hunter2@db/0"):
        finding = only("CK304", result_backend=backend)
        assert "hunter2" not in finding.message + finding.fix


def test_what_nobody_knows_may_come_with_a_package() -> None:
    finding = only("CK304", result_backend="quux://localhost")
    assert finding.severity == "warning"
    assert finding.message.endswith("unless an installed package brings it")


@pytest.mark.parametrize("name", ["database", "db", "cache", "file"])
def test_names_that_say_too_little(name: str) -> None:
    assert f"only {name}, without" in only("CK304", result_backend=name).message


def test_judges_what_a_compose_file_sets() -> None:
    facts = {"deployment": deployed(process(environment={"CELERY_RESULT_BACKEND": "postgresql://db/app"}))}
    assert only("CK304", broker_url="redis://", result_backend="redis://", facts=facts).place


@pytest.mark.parametrize("backend", REAL)
def test_is_silent_about_backends_that_there_are(backend: str | None) -> None:
    assert found("CK304", result_backend=backend) == []


def test_is_silent_where_the_other_setting_is_there() -> None:
    assert found("CK304", result_backend="database", database_url="sqlite:///results.db") == []
    assert found("CK304", result_backend="cache", cache_backend="memcached://localhost") == []
    assert found("CK304", result_backend="cache", cache_backend=unknown("CACHE")) == []


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": unknown("os.environ['RESULTS']", str)},
        {"result_backend": "you-forgot-to-mock-celery://", "tests": True},
        {"result_backend": "ours://", "override_backends": {"ours": "proj.results:OurBackend"}},
        {"result_backend": "ours://", "override_backends": unknown("BACKENDS")},
    ],
)
def test_is_silent_where_it_may_be_right(words: dict[str, object]) -> None:
    assert found("CK304", **words) == []


def test_says_which_variable_may_change_it() -> None:
    assert only("CK304", result_backend=env("RESULTS", "amqp")).message.endswith("unless RESULTS is set")
