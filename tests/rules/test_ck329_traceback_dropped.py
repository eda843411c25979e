from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, labels, only, unknown


def test_no_traceback_is_stored() -> None:
    finding = only("CK329", namespace="CELERY", CELERY_RESULT_BACKEND="django-db")
    assert (finding.severity, finding.fix) == ("info", "CELERY_RESULT_EXTENDED = True")


def test_switched_off() -> None:
    assert labels(only("CK329", result_backend="django-db", result_extended=False))[-1] == "switched off"


def test_says_which_variable_may_change_it() -> None:
    assert only("CK329", result_backend=env("RESULTS", "django-db")).message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_extended": True},
        {"result_extended": unknown("EXTENDED")},
        {"complete": False},
        {"result_backend": "db+postgresql://d/r"},
        {"result_backend": "django-cache"},
        {"result_backend": unknown("RESULTS", str)},
        {"task_ignore_result": True},
        {"task_always_eager": True},
        {"tests": True},
        {"way": "profile"},
    ],
)
def test_is_silent_where_it_is_stored_or_nobody_looks(words: dict[str, Any]) -> None:
    assert found("CK329", **{"result_backend": "django-db", **words}) == []
