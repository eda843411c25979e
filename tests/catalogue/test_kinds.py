"""Which hand-written values are called wrong, and which are not."""

from __future__ import annotations

import ssl
from datetime import timedelta

import pytest
from celery.utils.time import rate
from hypothesis import given
from hypothesis import strategies as st
from kombu import Queue

from celerykit.catalogue import SETTINGS, defaults
from celerykit.catalogue.kinds import holds, problem

WORKS = [
    ("accept_content", {"json"}),
    ("accept_content", ["json", "application/x-custom"]),
    ("beat_max_loop_interval", 5),
    ("broker_heartbeat", None),
    ("broker_pool_limit", None),
    ("broker_pool_limit", 0),
    ("broker_transport_options", {"visibility_timeout": 3600}),
    ("broker_url", "redis://a;redis://b"),
    ("broker_url", ["amqp://a", "amqp://b"]),
    ("broker_use_ssl", True),
    ("broker_use_ssl", {"ssl_cert_reqs": ssl.CERT_NONE}),
    ("database_engine_options", None),
    ("imports", "proj.tasks"),
    ("include", ("proj.tasks",)),
    ("redis_port", "6379"),
    ("redis_socket_timeout", "5"),
    ("result_backend", None),
    ("result_expires", "3600"),
    ("result_expires", None),
    ("result_expires", timedelta(hours=1)),
    ("task_acks_late", 1),
    ("task_acks_late", None),
    ("task_annotations", {"*": {"rate_limit": "10/m"}}),
    ("task_annotations", object()),
    ("task_default_delivery_mode", "transient"),
    ("task_default_delivery_mode", 1),
    ("task_default_priority", "5"),
    ("task_default_rate_limit", "0.5/h"),
    ("task_default_rate_limit", " 10/m"),
    ("task_default_rate_limit", 5),
    ("task_protocol", 1),
    ("task_queues", [Queue("a")]),
    ("task_queues", {"a": {}}),
    ("task_routes", "proj.routers:route"),
    ("task_routes", lambda *_: None),
    ("task_routes", {"a": "q"}),
    ("task_time_limit", 30.5),
    ("timezone", "Europe/Oslo"),
    ("timezone", None),
    ("worker_concurrency", " Auto "),
    ("worker_concurrency", "4"),
    ("worker_concurrency", 0),
    ("worker_max_tasks_per_child", 100),
    ("worker_max_tasks_per_child", None),
    ("worker_pool", "threads"),
    ("worker_prefetch_multiplier", "4"),
    ("worker_prefetch_multiplier", 0),
    ("worker_prefetch_multiplier", 1.5),
    ("worker_redirect_stdouts_level", "info"),
    ("worker_redirect_stdouts_level", 10),
]

FAILS = [
    ("accept_content", "json", "letter by letter"),
    ("accept_content", None, "None"),
    ("beat_schedule", [("a", {})], "a list, where a mapping"),
    ("broker_pool_limit", "10", "does not convert"),
    ("broker_transport_options", None, "None"),
    ("broker_url", {"host": "h"}, "where a URL"),
    ("include", {"proj.tasks": 1}, "where a list"),
    ("cassandra_servers", "h", "one text"),
    ("redis_backend_use_ssl", True, "where a mapping"),
    ("result_expires", "1d", "does not convert"),
    ("task_acks_late", "False", "counts as true"),
    ("task_default_delivery_mode", "durable", "not one of"),
    ("task_default_priority", "high", "does not convert"),
    ("task_default_rate_limit", "10/min", "10/m"),
    ("task_default_rate_limit", "ten/m", "10/m"),
    ("task_protocol", 3, "not one of 1, 2"),
    ("task_queues", ["a", "b"], "holds texts"),
    ("task_routes", 5, "where a mapping"),
    ("task_serializer", ["json"], "where a text"),
    ("task_soft_time_limit", "600", "does not convert"),
    ("task_time_limit", "10m", "does not convert"),
    ("task_time_limit", timedelta(minutes=10), "number of seconds"),
    ("timezone", 2, "where a time zone"),
    ("worker_concurrency", "four", "number of processors"),
    ("worker_concurrency", [4], "where a number"),
    ("worker_max_memory_per_child", "512MB", "does not convert"),
    ("worker_max_tasks_per_child", "100", "does not convert"),
    ("worker_max_tasks_per_child", 0, "1 or more"),
    ("worker_pool_start_method", "forkserver", "fork, spawn"),
    ("worker_prefetch_multiplier", -1, "consumes nothing"),
    ("worker_prefetch_multiplier", 0.5, "every message"),
    ("worker_prefetch_multiplier", None, "None"),
    ("worker_redirect_stdouts_level", "LOUD", "log level"),
]


@pytest.mark.parametrize(("name", "value"), WORKS)
def test_is_silent_about_what_works(name: str, value: object):
    assert problem(SETTINGS[name], value) is None


@pytest.mark.parametrize(("name", "value", "fact"), FAILS)
def test_says_what_does_not_work(name: str, value: object, fact: str):
    found = problem(SETTINGS[name], value)
    assert found is not None
    assert fact in found


@pytest.mark.parametrize("name", defaults((5, 7)))
def test_is_silent_about_defaults(name: str):
    assert problem(SETTINGS[name], defaults((5, 7))[name]) is None


@given(st.one_of(st.from_regex(r"\s?\d{1,3}(\.\d)?\s?(/[a-z]{0,3})?", fullmatch=True), st.text(max_size=6)))
def test_judges_rates_as_celery_does(text: str):
    try:
        rate(text)
    except (KeyError, ValueError):
        assert problem(SETTINGS["task_default_rate_limit"], text)
    else:
        assert problem(SETTINGS["task_default_rate_limit"], text) is None


@given(st.sampled_from(sorted(SETTINGS)), st.text(min_size=4))
def test_never_repeats_the_value(name: str, text: str):
    assert f"{text}!?" not in (problem(SETTINGS[name], f"{text}!?") or "")


@pytest.mark.parametrize("name", defaults((5, 7)))
def test_what_holds_is_no_problem(name: str):
    value = defaults((5, 7))[name]
    assert not (holds(SETTINGS[name], value) and problem(SETTINGS[name], value))
