from __future__ import annotations

from typing import Any

import pytest
from celery.schedules import ParseException, crontab


@pytest.mark.parametrize(
    "fields",
    [
        {"minute": 60},
        {"hour": 24},
        {"day_of_week": 7},
        {"minute": "1/5"},
        {"minute": "0 7 * * *"},
        {"minute": 0.5},
        {"minute": ""},
        {"day_of_month": 31, "month_of_year": 2},
    ],
)
def test_raises_where_it_stands(fields: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, ParseException)):
        crontab(**fields)


@pytest.mark.parametrize(
    ("field", "value", "numbers"),
    [
        ("minute", "*/90", {0}),
        ("minute", "*/45", {0, 45}),
        ("minute", "*/5 9-17 * * *", set(range(0, 60, 5))),
        ("hour", "*/36", {0}),
        ("day_of_week", "jan", {1}),
    ],
)
def test_means_something_else(field: str, value: str, numbers: set[int]) -> None:
    assert getattr(crontab(**{field: value}), field) == numbers
