from __future__ import annotations

import pytest

from celerykit.backends.cache import Cache
from celerykit.intents import Intents

DAY = 24 * 60 * 60


def refused(url: str, intents: Intents) -> list[str]:
    return [item.intent for item in Cache().compile(intents, celery=(5, 7), url=url)[1]]


def test_memory_is_refused_where_any_process_may_ask() -> None:
    assert refused("cache+memory://", Intents(results="poll")) == ["results"]


@pytest.mark.parametrize("results", ["caller", "none", None])
def test_memory_is_enough_where_only_the_caller_asks(results: str | None) -> None:
    assert refused("cache+memory://", Intents(results=results)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "intents"), [(30, []), (31, ["keep_results"])])
def test_memcached_keeps_a_result_for_thirty_days_at_most(days: int, intents: list[str]) -> None:
    assert refused("cache+memcached://localhost:11211", Intents(results="poll", keep_results=days * DAY)) == intents


def test_needs_no_beat() -> None:
    assert Cache().needs(Intents(keep_results=60)) == ()
