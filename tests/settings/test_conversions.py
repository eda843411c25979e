"""What may be written for a single value, what it becomes, and what is refused in which words."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kombu.serialization import registry

from celerykit.settings import checked


def convert(name: str, value: object) -> Any:
    values, problems = checked({name: value})
    assert not problems, problems
    return values[name]


def refuse(name: str, value: object) -> str:
    values, problems = checked({name: value})
    assert not values
    (problem,) = problems
    assert problem.setting == name
    return problem.fact


GOOD = [
    ("accept_content", "json, msgpack", ["json", "msgpack"]),
    ("accept_content", '["json"]', ["json"]),
    ("accept_content", {"yaml", "json"}, ["json", "yaml"]),
    ("accept_content", ["application/x-own"], ["application/x-own"]),
    ("beat_schedule_filename", PurePosixPath("/var/beat"), "/var/beat"),
    ("broker_failover_strategy", "shuffle", "shuffle"),
    ("broker_heartbeat", "1m", 60),
    ("broker_pool_limit", "10", 10),
    ("broker_pool_limit", None, None),
    ("broker_url", "amqp://", "amqp://"),
    ("broker_url", "amqp://u:p%2Fw@[::1]:5672/v", "amqp://u:p%2Fw@[::1]:5672/v"),
    ("broker_url", "memory://", "memory://"),
    ("broker_url", "mongodb://a:27017,b:27017/db", "mongodb://a:27017,b:27017/db"),
    ("broker_url", "sentinel://a:26379;sentinel://b:26379", "sentinel://a:26379;sentinel://b:26379"),
    ("broker_url", "sqla+sqlite:///x.db", "sqla+sqlite:///x.db"),
    ("broker_url", "sqs://", "sqs://"),
    ("broker_url", ("redis://a", "redis://b"), ["redis://a", "redis://b"]),
    ("imports", ("a", "b"), ("a", "b")),
    ("include", "proj.tasks", ["proj.tasks"]),
    ("result_backend", "cache+memory://", "cache+memory://"),
    ("result_backend", "db+postgresql://u:p@h/d", "db+postgresql://u:p@h/d"),
    ("result_backend", "django-db", "django-db"),
    ("result_backend", "proj.backends:Own", "proj.backends:Own"),
    ("result_backend", "rpc://", "rpc://"),
    ("result_backend_max_retries", "3", 3),
    ("result_backend_max_retries", "inf", float("inf")),
    ("result_compression", "zstd", "zstd"),
    ("result_expires", "1h30m", 5400),
    ("result_expires", timedelta(days=1), 86400),
    ("security_key_password", "pässword", "pässword".encode()),
    ("task_acks_late", "off", False),
    ("task_acks_late", 1, True),
    ("task_default_delivery_mode", "1", 1),
    ("task_default_delivery_mode", "persistent", "persistent"),
    ("task_default_priority", "5", 5),
    ("task_default_queue_type", "quorum", "quorum"),
    ("task_default_rate_limit", " 10/m ", "10/m"),
    ("task_default_rate_limit", "0.5/h", "0.5/h"),
    ("task_default_rate_limit", 3, 3),
    ("task_protocol", "2", 2),
    ("task_serializer", "application/x-yaml", "application/x-yaml"),
    ("task_serializer", "auth", "auth"),
    ("timezone", "Europe/Oslo", "Europe/Oslo"),
    ("timezone", UTC, UTC),
    ("worker_concurrency", " AUTO ", "auto"),
    ("worker_concurrency", "4", 4),
    ("worker_pool", "proj.pools:Own", "proj.pools:Own"),
    ("worker_pool", "threads", "threads"),
    ("worker_redirect_stdouts_level", "info", "info"),
    ("worker_umask", 0o22, 0o22),
]

BAD = [
    ("accept_content", "jsn", "did you mean json?"),
    ("accept_content", [], "nothing would be accepted"),
    ("accept_content", None, "list of texts"),
    ("broker_failover_strategy", "shufle", "did you mean shuffle?"),
    ("broker_heartbeat", "soon", '"30m"'),
    ("broker_heartbeat", -1, "zero or more"),
    ("broker_pool_limit", True, "not a whole number"),
    ("broker_pool_limit", -1, "below 0"),
    ("broker_pool_limit", 1.5, "not a whole number"),
    ("broker_transport_options", "[1]", "not a mapping"),
    ("broker_transport_options", '{"a": ', "begins like JSON"),
    ("broker_transport_options", {1: 2}, "not texts"),
    ("broker_url", "localhost:6379", "must begin with a transport"),
    ("broker_url", "redis://h:port/0", "no valid port"),
    ("broker_url", "redis://h:70000/0", "no valid port"),
    ("broker_url", [], "at least one URL"),
    ("broker_url", 5, "not a URL"),
    ("include", [1], "other things than texts"),
    ("result_backend", "not a backend", "neither a backend's URL"),
    ("result_backend_max_retries", "nan", "not a number"),
    ("result_compression", "gzp", "did you mean gzip?"),
    ("result_expires", "1 fortnight", "not a length of time"),
    ("s3_bucket", 5, "in quotes"),
    ("task_acks_late", "maybe", "write true or false"),
    ("task_acks_late", 2, "write true or false"),
    ("task_default_delivery_mode", "durable", "persistent (2)"),
    ("task_default_priority", 256, "from 0 to 255"),
    ("task_default_queue_type", "quorums", "'classic' or 'quorum'"),
    ("task_default_rate_limit", "10/min", "10/m or 10/h"),
    ("task_default_rate_limit", True, "10/m or 10/h"),
    ("task_protocol", 3, "not one of 1 or 2"),
    ("task_serializer", "JSON", "did you mean json?"),
    ("task_serializer", "xml", "choose of auth"),
    ("timezone", "Europe/Pariss", "did you mean Europe/Paris?"),
    ("timezone", "my own clock", "IANA name"),
    ("timezone", "../../etc/passwd", "not a time zone"),
    ("worker_concurrency", "four", "not a whole number"),
    ("worker_concurrency", -1, "below 0"),
    ("worker_max_tasks_per_child", 0, "below 1"),
    ("worker_pool", "preforkk", "did you mean prefork?"),
    ("worker_pool", 3, "not an import path"),
    ("worker_redirect_stdouts_level", "LOUD", "not a log level"),
    ("worker_timer", "no path", "module:name"),
]


@pytest.mark.parametrize(("name", "written", "value"), GOOD)
def test_becomes_what_celery_takes(name: str, written: object, value: object):
    found = convert(name, written)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("name", "written", "words"), BAD)
def test_is_refused_in_words(name: str, written: object, words: str):
    assert words in refuse(name, written)


@pytest.mark.parametrize("value", [dict, print])
def test_objects_stand_for_import_paths(value: object):
    assert convert("worker_consumer", value) is value
    assert convert("database_engine_callback", value) is value


def test_a_serializer_that_the_program_registered_is_known():
    registry.register("celerykit-test", str, str, "application/x-celerykit-test")
    try:
        assert convert("task_serializer", "celerykit-test") == "celerykit-test"
    finally:
        registry.unregister("celerykit-test")
    assert "is not a serializer" in refuse("task_serializer", "celerykit-test")


@pytest.mark.parametrize("name", ["broker_url", "result_backend"])
@given(password=st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=4))
def test_no_problem_of_a_url_repeats_its_password(name: str, password: str):
    password = f"9{password}9"  # no word of the messages
    for scheme in ("redis", "amqp", "%%"):
        _, problems = checked({name: f"{scheme}://user:{password}@host:6379/0"})
        assert not any(password in str(problem) for problem in problems)


def test_says_all_that_is_wrong_and_converts_the_rest():
    values, problems = checked({"task_time_limit": "30m", "task_protocol": 9, "timezone": "Nowhere", "imports": ["a"]})
    assert values == {"task_time_limit": 1800, "imports": ["a"]}
    assert {problem.setting for problem in problems} == {"task_protocol", "timezone"}
