"""Crontab fields mean here what they mean to Celery."""

from __future__ import annotations

import pytest
from celery.schedules import crontab
from hypothesis import given, settings
from hypothesis import strategies as st

from celerykit.rules.crontabs import LIMITS, expanded

PARTS = ["*", "/", "-", ",", "0", "1", "07", "15", "31", "59", "60", "mon", "jan", "friday", "x", " ", "*/5", "1-5"]


def celery_s(name: str, value: object) -> frozenset[int] | None:
    month = {"month_of_year": 1} if name == "day_of_month" else {}
    try:
        return frozenset(getattr(crontab(**{name: value}, **month), name))  # type: ignore[arg-type]
    except Exception:
        # Whatever it raises, the field is refused.
        return None


def ours(name: str, value: object) -> frozenset[int] | None:
    try:
        return expanded(name, value)
    except ValueError:
        return None


@settings(max_examples=400, deadline=None)
@given(name=st.sampled_from(sorted(LIMITS)), parts=st.lists(st.sampled_from(PARTS), max_size=5))
def test_texts(name: str, parts: list[str]) -> None:
    assert ours(name, "".join(parts)) == celery_s(name, "".join(parts))


@pytest.mark.parametrize("name", sorted(LIMITS))
@pytest.mark.parametrize("value", [0, 1, 7, 12, 24, 31, 60, -1, [1, 2], (0,), {3}, ["1"], True, 1.5, None, ["mon"]])
def test_other_values(name: str, value: object) -> None:
    assert ours(name, value) == celery_s(name, value)


def test_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="24 is not between 0 and 23"):
        expanded("hour", 24)
    with pytest.raises(ValueError, match="'x' is neither a number nor a name"):
        expanded("minute", "x")
