from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Process
from tests.rules.build import deployed, judged, labels, process, project, unknown

SCHEDULE = {"a": {"task": "p.add", "schedule": 30}}


def findings(*processes: Process, schedule: Any = SCHEDULE, **settings: Any) -> list[Finding]:
    facts = {"deployment": deployed(*processes)}
    return judged("CK612", project(facts=facts, beat_schedule=schedule, **settings))


def beat(**words: Any) -> Process:
    return process("beat", **{"where": "compose", "path": "compose.yaml", "app": "p", "name": "beat", **words})


def worker(**words: Any) -> Process:
    return process("worker", **{"where": "compose", "path": "compose.yaml", "app": "p", "name": "worker", **words})


def test_a_worker_with_a_beat_in_each_replica() -> None:
    (finding,) = findings(worker(beat=True, replicas=3))
    assert finding.severity == "error"
    assert finding.message == "3 replicas of worker run 3 beats: every task on the schedule is sent 3 times"
    assert labels(finding) == ["-B makes a beat of it", "3 of them run"]


def test_several_replicas_of_beat() -> None:
    (finding,) = findings(beat(replicas=2))
    assert (finding.severity, finding.fix) == ("error", "run one replica")


def test_a_beat_beside_a_worker_that_is_one() -> None:
    (finding,) = findings(beat(line=3), worker(beat=True, line=7))
    assert finding.severity == "warning"
    assert finding.message.startswith("worker and beat run 2 beats")
    assert finding.fix == "take -B away from the workers"


@pytest.mark.parametrize(
    "processes",
    [
        [beat()],
        [beat(), worker(replicas=3)],
        [beat(replicas=unknown("N"))],
        [worker(beat=True)],
        [beat(), beat(name="celery-beat-dev")],
        [beat(path="a.yaml"), worker(beat=True, path="b.yaml")],
        [beat(), beat(app="other")],
        [beat(path="start.sh"), beat(path="start.sh")],
        [beat(where="makefile"), beat(where="makefile")],
        [beat(schedule="/a"), beat(schedule="/b")],
        [beat(complete=False), beat(complete=False)],
        [beat(replicas=2, scheduler="redbeat.RedBeatScheduler")],
        [beat(replicas=2, scheduler=unknown("$S"))],
    ],
)
def test_is_silent_about(processes: list[Process]) -> None:
    assert findings(*processes) == []


def test_is_silent_where_the_scheduler_locks() -> None:
    assert findings(beat(replicas=2), beat_scheduler="redbeat.RedBeatScheduler") == []


def test_is_silent_where_nothing_is_scheduled() -> None:
    assert findings(beat(replicas=2), schedule={}) == []


def test_speaks_of_schedulers_that_do_not_lock() -> None:
    assert findings(beat(replicas=2), beat_scheduler="django_celery_beat.schedulers:DatabaseScheduler")


def test_speaks_where_only_the_deployment_was_seen() -> None:
    assert judged("CK612", project(facts={"deployment": deployed(beat(replicas=2))}, complete=False))
