from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Process
from tests.rules.build import deployed, judged, process, project, unknown
from tests.rules.schedules import every


def findings(*processes: Process, complete: bool = True, schedule: Any = None, **settings: Any) -> list[Finding]:
    facts = {"deployment": deployed(*processes, complete=complete)}
    return judged("CK613", project(facts=facts, beat_schedule=every(30) if schedule is None else schedule, **settings))


@pytest.mark.parametrize("pool", ["gevent", "eventlet"])
def test_a_beat_in_a_green_pool(pool: str) -> None:
    (finding,) = findings(process(beat=True, pool=pool))
    assert finding.severity == "error"
    assert (
        finding.message == f"a worker has -B and the {pool} pool, which do not go together: the worker does not start"
    )


def test_a_pool_that_is_set_in_the_configuration() -> None:
    assert findings(process(beat=True), worker_pool="gevent")


def test_a_schedule_that_nobody_runs() -> None:
    (finding,) = findings(process(where="compose"))
    assert finding.severity == "info"
    assert "no process that is started is a beat" in finding.message


@pytest.mark.parametrize(
    "processes",
    [
        [process(beat=True, pool="prefork")],
        [process(beat=True, pool=unknown("$POOL"))],
        [process(beat=True), process(pool="gevent")],
        [process(pool="gevent"), process("beat")],
        [process(), process("multi")],
        [process(complete=False)],
        [process(beat=unknown("$B"))],
        [process(where="dockerfile")],
        [process("web")],
        [],
    ],
)
def test_is_silent_about(processes: list[Process]) -> None:
    assert findings(*processes) == []


def test_is_silent_where_a_beat_may_be_started_that_was_not_seen() -> None:
    assert findings(process(), complete=False) == []


def test_is_silent_where_nothing_is_scheduled() -> None:
    assert findings(process(), schedule={}) == []
