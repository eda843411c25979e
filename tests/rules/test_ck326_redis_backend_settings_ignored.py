from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import env, found, labels, unknown

URL = "redis://cache:6379/1"


def judged(backend: Any = URL, **words: Any) -> list[Finding]:
    return found("CK326", result_backend=backend, **words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"redis_host": "other"}, "says cache"),
        ({"redis_port": 6380}, "says 6379"),
        ({"redis_db": 3}, "says 1"),
        ({"redis_db": 3, "backend": "redis://cache"}, "says 0"),
        ({"redis_username": "them", "backend": "redis://us:pw@cache/0"}, "says us"),
    ],
)
def test_the_url_counts(words: dict[str, Any], said: str) -> None:
    [finding] = judged(**words)
    assert finding.severity == "warning"
    assert said in finding.message
    assert labels(finding) == ["has no effect", "this counts"]


def test_each_setting_is_told() -> None:
    assert len(judged(redis_host="other", redis_db=3)) == 2


def test_says_which_variable_may_change_it() -> None:
    assert judged(redis_host=env("HOST", "other"))[0].message.endswith("unless HOST is set")


@pytest.mark.parametrize(
    "words",
    [
        {"redis_host": "cache", "redis_port": 6379, "redis_db": 1},
        {"redis_port": "6379"},
        {"redis_host": "CACHE"},
        {"redis_port": 6380, "backend": "redis://cache/1"},
        {"redis_host": "other", "backend": "redis:///1"},
        {"redis_username": "them"},
        {"redis_password": "hunter2"},
        {"redis_host": unknown("HOST")},
        {"redis_db": None},
        {"redis_host": "other", "backend": unknown('f"redis://{redis_host}/1"', str)},
        {"redis_host": "other", "backend": "redis"},
        {"redis_host": "other", "backend": "redis+socket:///run/redis.sock"},
        {"redis_host": "other", "backend": "db+postgresql://d/r"},
        {"redis_host": "other", "backend": None},
    ],
)
def test_is_silent_where_they_agree_or_the_url_leaves_it_out(words: dict[str, Any]) -> None:
    assert judged(**words) == []


def test_is_silent_about_the_projects_own_variables() -> None:
    assert judged(REDIS_HOST="other", REDIS_DB=3) == []
