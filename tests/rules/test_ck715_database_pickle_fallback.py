from __future__ import annotations

import pytest

from celerykit.engine.applies import applies
from celerykit.rules import by_code
from tests.rules.build import found, only, project, unknown

URL = "db+postgresql://db/shop"


def test_what_looks_like_a_pickle_is_loaded() -> None:
    finding = only("CK715", result_backend=URL)
    assert finding.message.startswith("who can write to celery_taskmeta runs code in whoever reads a result")
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "db+sqlite:///results.db"},
        {"result_backend": "db+postgresql+psycopg://localhost/shop"},
        {"result_backend": "redis://localhost"},
        {"result_backend": "django-db"},
        {"result_backend": unknown("URL")},
        {"result_backend": None},
        {"result_backend": URL, "tests": True},
        {"broker_url": "sqla+postgresql://db/shop"},
    ],
)
def test_is_silent_about_other_stores(words: dict[str, object]) -> None:
    assert found("CK715", **words) == []


def test_holds_since_celery_5_7() -> None:
    rule = by_code("CK715")
    assert rule is not None
    assert applies(rule, project(result_backend=URL), "5.7.0")
    assert not applies(rule, project(result_backend=URL), "5.6.2")
