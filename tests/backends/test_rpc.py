from __future__ import annotations

import pytest

from celerykit import backends
from celerykit.backends.rpc import Rpc
from celerykit.intents import Intents

CELERY = (5, 7, 0)


def test_is_found_by_its_url_and_by_its_alias() -> None:
    assert isinstance(backends.for_url("rpc://"), Rpc)
    assert isinstance(backends.for_url("rpc"), Rpc)


def test_refuses_results_for_any_process() -> None:
    _, refused = Rpc().compile(Intents(results="poll"), celery=CELERY, url="rpc://")
    assert [item.intent for item in refused] == ["results"]
    assert "PENDING" in refused[0].fact


@pytest.mark.parametrize("results", ["caller", "none", None])
def test_takes_results_for_the_caller(results: str | None) -> None:
    _, refused = Rpc().compile(Intents(results=results), celery=CELERY, url="rpc://")  # type: ignore[arg-type]
    assert refused == []
