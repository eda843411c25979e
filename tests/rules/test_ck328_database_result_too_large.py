from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, only, unknown

URL = "db+mysql+pymysql://d/r"


@pytest.mark.parametrize(
    ("backend", "name"), [(URL, "MySQL"), ("db+mysql://d/r", "MySQL"), ("db+mariadb+mariadbconnector://d/r", "MariaDB")]
)
def test_a_blob_takes_64_kb(backend: str, name: str) -> None:
    finding = only("CK328", result_backend=backend)
    assert finding.severity == "info"
    assert finding.message.startswith(f"{name} keeps results of 64 KB at most")


def test_a_url_that_is_put_together() -> None:
    assert only("CK328", result_backend=unknown('f"db+mysql://{user}@d/r"', str))


def test_says_which_variable_may_change_it() -> None:
    assert only("CK328", result_backend=env("RESULTS", URL)).message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "db+postgresql://d/r"},
        {"result_backend": "db+sqlite:////r.db"},
        {"result_backend": "django-db"},
        {"result_backend": unknown("RESULTS", str)},
        {"database_engine_options": {"plugins": ["celerykit"]}},
        {"database_engine_options": {"plugins": unknown("PLUGINS")}},
        {"database_engine_options": unknown("OPTIONS")},
        {"task_ignore_result": True},
        {"tests": True},
    ],
)
def test_is_silent_where_there_is_room(words: dict[str, Any]) -> None:
    assert found("CK328", **{"result_backend": URL, **words}) == []


def test_other_plugins_make_no_room() -> None:
    assert only("CK328", result_backend=URL, database_engine_options={"plugins": ["other"]})
