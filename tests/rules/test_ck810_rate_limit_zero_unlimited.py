from __future__ import annotations

import pytest

from tests.rules.build import found, only, task, unknown


@pytest.mark.parametrize("rate", ["0/m", "0", 0, 0.0])
def test_zero_is_taken_for_none(rate: object) -> None:
    finding = only("CK810", tasks=[task("proj.add", rate_limit=rate)])
    assert finding.severity == "warning"
    assert f"rate_limit = {rate!r} of proj.add is no limit" in finding.message


def test_a_text_is_meant_even_where_others_are_limited() -> None:
    assert only("CK810", task_default_rate_limit="5/m", tasks=[task("proj.add", rate_limit="0/m")])


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("proj.add", rate_limit="1/m")]},
        {"tasks": [task("proj.add", rate_limit=None)]},
        {"tasks": [task("proj.add", rate_limit=unknown("RATE"))]},
        {"tasks": [task("proj.add", rate_limit="0/min")]},
        {"tasks": [task("proj.add", rate_limit=0)], "task_default_rate_limit": "5/m"},
        {"tasks": [task("proj.add", rate_limit=0)], "task_default_rate_limit": unknown("RATE")},
        {},
    ],
)
def test_is_silent_where_it_is_a_limit_or_lifts_one(words: dict[str, object]) -> None:
    assert found("CK810", **words) == []
