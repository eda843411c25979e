from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.values.places import Place
from tests.rules.build import deployed, django, env, found, judged, known, labels, only, process, project, unknown

BROKER = "redis://localhost:6379/0"
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def test_the_memory_of_one_process() -> None:
    finding = only("CK315", broker_url=BROKER, result_backend="cache+memory://")
    assert finding.severity == "error"
    assert "cache+memory:// keeps a result in the process that ran the task" in finding.message


def test_named_in_two_settings() -> None:
    finding = only("CK315", broker_url=BROKER, result_backend="cache", cache_backend="memory")
    assert labels(finding) == ["seen by one process only", "in the memory of each process"]


def test_the_cache_of_django() -> None:
    facts = {"django": django(CACHES=LOCAL)}
    assert "LocMemCache" in only("CK315", broker_url=BROKER, result_backend="django-cache", facts=facts).message
    words: dict[str, Any] = {"result_backend": "django-cache", "cache_backend": "results"}
    facts = {"django": django(CACHES={**LOCAL, "results": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})}
    assert "DummyCache" in only("CK315", broker_url=BROKER, facts=facts, **words).message


def test_the_cache_of_django_unless_it_is_told_otherwise() -> None:
    facts = {"django": django()}
    finding = only("CK315", broker_url=BROKER, result_backend="django-cache", facts=facts)
    assert "LocMemCache, the default," in finding.message


def test_shows_the_worker() -> None:
    facts = {"deployment": deployed(process("worker"))}
    finding = only("CK315", broker_url=BROKER, result_backend="cache+memory://", facts=facts)
    assert labels(finding)[-1] == "is another process"


def test_a_default_for_developers_is_a_warning() -> None:
    finding = only("CK315", broker_url=BROKER, result_backend=env("RESULTS", "cache+memory://"))
    assert (finding.severity, finding.message.endswith("unless RESULTS is set")) == ("warning", True)


@pytest.mark.parametrize(
    "words",
    [
        {"tests": True},
        {"task_always_eager": True},
        {"task_always_eager": unknown("EAGER")},
        {"task_ignore_result": True},
        {"broker_url": "memory://"},
        {"result_backend": "cache+memcached://m:11211/"},
        {"result_backend": "redis://r/1"},
        {"result_backend": "cache", "cache_backend": "memcached://m"},
        {"result_backend": "cache", "cache_backend": unknown("CACHE")},
        {"result_backend": unknown("RESULTS", str)},
        {"result_backend": "django-cache"},
        {"result_backend": "django-cache", "facts": {"django": django(complete=False)}},
        {"result_backend": "django-cache", "facts": {"django": django(CACHES=unknown("CACHES"))}},
        {"result_backend": "django-cache", "cache_backend": "other", "facts": {"django": django(CACHES=LOCAL)}},
    ],
)
def test_is_silent_where_all_can_read_or_nobody_needs_to(words: dict[str, Any]) -> None:
    assert found("CK315", **{"broker_url": BROKER, "result_backend": "cache+memory://", **words}) == []


def test_is_silent_where_one_process_does_all() -> None:
    embedded = replace(project(broker_url=BROKER, result_backend="cache+memory://"), embedded=True)
    assert judged("CK315", embedded) == []


@pytest.mark.parametrize("path", ["proj/settings/test.py", "proj/settings/local.py", "settings_dev.py", "config/ci.py"])
def test_is_silent_in_the_settings_of_tests_and_developers(path: str) -> None:
    backend = known("cache+memory://", Place(path, 3))
    assert found("CK315", broker_url=BROKER, result_backend=backend) == []
