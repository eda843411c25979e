from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import deployed, found, labels, process, unknown


def of(**options: Any) -> list[Finding]:
    settings = {name: options.pop(name) for name in ("worker_pool",) if name in options}
    return found("CK808", facts={"deployment": deployed(process("worker", **options))}, **settings)


@pytest.mark.parametrize("options", [{"pool": "threads"}, {"pool": "solo"}, {"worker_pool": "threads"}])
def test_a_pool_that_cannot_grow_ends_the_worker(options: dict[str, Any]) -> None:
    [finding] = of(autoscale="10,2", **options)
    assert finding.severity == "error"
    assert "with --autoscale=10,2 the worker ends with AttributeError ('grow')" in finding.message
    assert finding.fix.endswith("--concurrency=10")
    assert labels(finding) == ["is to grow", "cannot grow"]


def test_concurrency_beside_it_is_read_by_nobody() -> None:
    [finding] = of(autoscale="10,2", concurrency=4)
    assert finding.severity == "warning"
    assert labels(finding) == ["read by nobody", "takes its place"]


def test_the_setting_beside_it_is_not_for_such_a_worker() -> None:
    workers = [process("worker", line=line, autoscale="10,2") for line in (1, 2)]
    [finding] = found("CK808", facts={"deployment": deployed(*workers)}, worker_concurrency=4)
    assert finding.message == ("--autoscale takes the place of worker_concurrency, which such a worker does not read")
    assert finding.severity == "info"
    assert labels(finding) == ["not for this worker", "takes its place", "takes its place"]


@pytest.mark.parametrize(
    "options",
    [
        {"autoscale": "10,2"},
        {"autoscale": "10,2", "pool": "gevent"},
        {"autoscale": "10,2", "pool": "eventlet"},
        {"autoscale": "10,2", "pool": unknown("$POOL")},
        {"autoscale": "10,2", "worker_pool": unknown("POOL")},
        {"autoscale": "10,2", "worker_pool": "proj.pools:Pool"},
        {"autoscale": "10,2", "complete": False},
        {"pool": "threads", "concurrency": 4},
        {},
    ],
)
def test_is_silent_where_it_can_grow(options: dict[str, Any]) -> None:
    assert of(**options) == []
