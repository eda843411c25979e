from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.rules.build import env, found, labels, only, task, unknown

REDIS = "redis://localhost:6379/1"


@pytest.mark.parametrize("expires", [None, 0, 0.0, 0.5, timedelta(0), "0"])
def test_redis_keeps_results_for_ever(expires: object) -> None:
    finding = only("CK309", result_backend=REDIS, result_expires=expires)
    assert finding.severity == "warning"
    assert "Redis keeps every result for ever" in finding.message
    assert finding.fix == "result_expires = 3600"
    assert labels(finding) == ["nothing expires", "kept here"]


@pytest.mark.parametrize("backend", ["cache+memcached://m:11211/", "sentinel://s:26379/0", "rediss://r/1"])
def test_so_do_others_that_let_results_expire(backend: str) -> None:
    assert only("CK309", result_backend=backend, result_expires=None).severity == "warning"


@pytest.mark.parametrize("backend", ["db+postgresql://d/r", "django-db", "mongodb://m/r", "file:///r"])
def test_a_database_has_room(backend: str) -> None:
    assert only("CK309", result_backend=backend, result_expires=None).severity == "info"


def test_a_backend_of_which_only_the_scheme_is_written() -> None:
    assert only("CK309", result_backend=unknown('f"redis://{host}/1"', str), result_expires=None)
    assert only("CK309", result_backend=unknown("REDIS_URL", str, "REDIS_URL"), result_expires=None)


def test_under_a_namespace() -> None:
    finding = only("CK309", namespace="CELERY", CELERY_RESULT_BACKEND=REDIS, CELERY_RESULT_EXPIRES=None)
    assert finding.fix == "CELERY_RESULT_EXPIRES = 3600"


def test_says_which_variable_may_change_it() -> None:
    assert only("CK309", result_backend=REDIS, result_expires=env("TTL", "0")).message.endswith("unless TTL is set")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"result_expires": 1},
        {"result_expires": 3600},
        {"result_expires": timedelta(days=7)},
        {"result_expires": unknown("TTL")},
        {"result_expires": "soon"},
        {"result_expires": None, "result_backend": None},
        {"result_expires": None, "result_backend": unknown("os.environ['RESULTS']", str)},
        {"result_expires": None, "result_backend": "rpc://"},
        {"result_expires": None, "result_backend": "s3://bucket"},
        {"result_expires": None, "result_backend": "cassandra://c"},
        {"result_expires": None, "result_backend": "cache+memory://"},
        {"result_expires": 0, "result_backend": "django-cache"},
        {"result_expires": 0.5, "result_backend": "db+postgresql://d/r"},
        {"result_expires": None, "task_ignore_result": True},
        {"result_expires": None, "task_ignore_result": unknown("IGNORE")},
        {"result_expires": None, "task_always_eager": True},
        {"result_expires": None, "tests": True},
    ],
)
def test_is_silent_where_results_expire_or_none_are_kept(words: dict[str, Any]) -> None:
    assert found("CK309", **{"result_backend": REDIS, **words}) == []


def test_is_silent_where_no_backend_is_set_and_results_are_ignored() -> None:
    assert found("CK309", broker_url="sqs://", result_expires=0, task_ignore_result=True) == []


def test_is_silent_where_a_database_is_cleaned_all_the_same() -> None:
    schedule = {"clean": {"task": "celery.backend_cleanup", "schedule": 60.0}}
    words: dict[str, Any] = {"result_expires": 0, "beat_schedule": schedule}
    assert found("CK309", result_backend="db+postgresql://d/r", **words) == []
    assert found("CK309", result_backend="django-db", **words)  # which then cleans nothing


def test_one_task_that_keeps_its_result_is_enough() -> None:
    words: dict[str, Any] = {"result_backend": REDIS, "result_expires": None, "task_ignore_result": True}
    assert found("CK309", tasks=[task("a.b"), task("a.c", ignore_result=False)], **words)
    assert found("CK309", tasks=[task("a.b")], **words) == []
