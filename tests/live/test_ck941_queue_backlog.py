from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.live.queue_depths import Depth
from tests.live.answering import told, worker


def found(ready: int, *workers: Any) -> list[Finding]:
    return told("CK941", workers=workers, waiting={"celery": Depth(ready)})


def test_warns_of_more_than_a_thousand_for_each_that_runs_at_a_time() -> None:
    (finding,) = found(13000, worker("a@h", slots=4), worker("b@h", slots=2))

    assert finding.severity == "warning"
    assert finding.message == "13000 messages wait, 2166 for each of the 6 tasks that its workers run at a time"
    assert [str(thing) for thing in finding.things] == ["queue celery", "worker a@h", "worker b@h"]


def test_counts_what_an_autoscaler_may_make_of_one() -> None:
    one = worker(slots=1)
    scaled = replace(one, stats={**(one.stats or {}), "autoscaler": {"max": 8, "min": 1, "current": 1, "qty": 0}})

    assert found(700, scaled) == []
    assert found(700, one) != []


def test_tells_a_burst_as_an_info() -> None:
    (finding,) = found(700, worker(slots=2))

    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("ready", "workers"),
    [(0, [worker()]), (150, [worker(slots=2)]), (9000, [worker(queues=["other"])])],
    ids=["empty", "few", "read by nobody"],
)
def test_is_silent_of_what_is_soon_done_and_of_what_nobody_reads(ready: int, workers: list[Any]) -> None:
    assert found(ready, *workers) == []
