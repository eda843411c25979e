from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Canvas, Task
from celerykit.values.places import Place
from tests.rules.build import call, env, found, labels, task, unknown

CHORD = Canvas("chord", Place("work.py", 9), ("proj.render", "proj.render"), "proj.merge")
SLOW = task("proj.render", time_limit=3600)
REDIS = "redis://r/1"


def judged(one: Task = SLOW, chord: Canvas = CHORD, **words: Any) -> list[Finding]:
    settings = {"result_backend": REDIS, "result_expires": 600, **words}
    return found("CK314", tasks=[one, task("proj.merge")], facts={"canvases": (chord,)}, **settings)


def test_a_task_that_may_run_longer() -> None:
    [finding] = judged()
    assert finding.severity == "warning"
    assert "proj.render may run 1 h, but what is counted of its chord expires after 10 min" in finding.message
    assert finding.fix == "result_expires = 7200"
    assert labels(finding) == ["counted no longer than this", "may run this long", "in the header of this chord"]


def test_by_the_setting_and_the_soft_limit() -> None:
    assert judged(task("proj.render"), task_time_limit=3600)
    assert judged(task("proj.render", soft_time_limit=3600))


def test_a_task_that_waits_for_its_hour() -> None:
    [finding] = judged(task("proj.render"), calls=[call("proj.render", "signature", countdown=7200)])
    assert "may wait 2 h" in finding.message


def test_what_chords_have_of_their_own() -> None:
    [finding] = judged(result_expires=86400, result_chord_expires=60)
    assert finding.fix == "result_chord_expires = 7200"
    assert judged(result_chord_expires=7200) == []
    assert judged(result_chord_expires=7200, celery="5.6.2")  # which has no such setting
    assert judged(result_chord_expires=unknown("TTL")) == []


def test_more_than_the_default_of_a_day() -> None:
    words: dict[str, Any] = {"tasks": [task("proj.render", time_limit=200_000)], "facts": {"canvases": (CHORD,)}}
    [finding] = found("CK314", result_backend=REDIS, **words)
    assert finding.place == CHORD.place


def test_says_which_variable_may_change_it() -> None:
    assert judged(result_expires=env("TTL", "600"))[0].message.endswith("unless TTL is set")


@pytest.mark.parametrize("backend", ["db+postgresql://d/r", "django-db", "rpc://", None, unknown("R", str)])
def test_is_silent_where_nothing_is_counted_in_keys(backend: Any) -> None:
    assert judged(result_backend=backend) == []


@pytest.mark.parametrize(
    "words",
    [
        {"result_expires": 7200},
        {"result_expires": None},
        {"result_expires": unknown("TTL")},
        {"one": task("proj.render")},
        {"one": task("proj.render", time_limit=60)},
        {"one": task("proj.render", time_limit=unknown("LIMIT"))},
        {"chord": replace(CHORD, kind="group")},
        {"chord": replace(CHORD, tasks=("proj.other", None))},
        {"task_always_eager": True},
        {"tests": True},
    ],
)
def test_is_silent_where_the_time_is_enough_or_not_known(words: dict[str, Any]) -> None:
    assert judged(**words) == []
