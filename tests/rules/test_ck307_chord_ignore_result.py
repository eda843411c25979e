from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Canvas, Task
from celerykit.values.places import Place
from tests.rules.build import call, env, found, labels, task, unknown

CHORD = Canvas("chord", Place("work.py", 9), ("proj.fetch", "proj.fetch", None), "proj.merge")
NESTED = replace(CHORD, nested=True)
IGNORES = task("proj.fetch", ignore_result=True)
PLAIN = task("proj.fetch")
DATABASE = "db+postgresql://d/r"


def judged(
    one: Task = IGNORES, chord: Canvas = CHORD, backend: object = "db+postgresql://d/r", **words: Any
) -> list[Finding]:
    return found(
        "CK307", tasks=[one, task("proj.merge")], facts={"canvases": (chord,)}, result_backend=backend, **words
    )


def test_a_polled_chord_is_looked_for_for_ever() -> None:
    [finding] = judged()
    assert finding.severity == "error"
    assert (
        "celery.chord_unlock looks for its result every second, for ever, and proj.merge never runs" in finding.message
    )
    assert labels(finding) == ["no result is stored", "this chord waits for it"]


def test_by_the_setting() -> None:
    [finding] = judged(PLAIN, task_ignore_result=True)
    assert "task_ignore_result makes it ignore" in finding.message


def test_by_an_annotation() -> None:
    assert judged(PLAIN, task_annotations={"proj.fetch": {"ignore_result": True}})


@pytest.mark.parametrize("backend", ["mongodb://m/r", "file:///r", "s3://b", "django-db", "cache+memcached://m"])
def test_backends_that_read_the_results(backend: str) -> None:
    assert judged(backend=backend)


def test_redis_reads_them_for_a_group_in_the_header() -> None:
    [finding] = judged(chord=NESTED, backend="redis://r/1")
    assert "ChordError" in finding.message


def test_says_which_variable_may_change_it() -> None:
    [finding] = judged(PLAIN, task_ignore_result=env("IGNORE", "1"))
    assert finding.message.endswith("unless IGNORE is set")


def test_tasks_that_are_not_seen_do_what_the_setting_says() -> None:
    facts = {"canvases": (replace(CHORD, tasks=(None,), body=None),)}
    words: dict[str, Any] = {"facts": facts, "result_backend": DATABASE}
    [finding] = found("CK307", task_ignore_result=True, **words)
    assert finding.message.startswith("task_ignore_result makes the tasks in the header of this chord ignore")
    assert finding.severity == "warning"
    assert found("CK307", **words) == []
    assert found("CK307", task_ignore_result=True, tasks=[PLAIN], **words) == []


@pytest.mark.parametrize("backend", ["redis://r/1", "rediss://r/1", "sentinel://s:26379", "rpc://", None])
def test_is_silent_where_values_are_kept_aside_or_chords_refused(backend: str | None) -> None:
    assert judged(backend=backend) == []
    assert judged(PLAIN, backend=backend, task_ignore_result=True) == []


@pytest.mark.parametrize(
    "one",
    [
        PLAIN,
        task("proj.fetch", ignore_result=False),
        task("proj.fetch", ignore_result=unknown("IGNORE")),
    ],
)
def test_is_silent_where_the_result_is_kept(one: Task) -> None:
    assert judged(one) == []


@pytest.mark.parametrize(
    "words",
    [
        {"backend": unknown("os.environ['RESULTS']", str)},
        {"task_always_eager": True},
        {"one": task("proj.fetch", ignore_result=False), "task_ignore_result": True},
        {"one": replace(PLAIN, options_complete=False), "task_ignore_result": True},
        {"chord": replace(CHORD, tasks=("proj.other",))},
        {"chord": replace(CHORD, kind="group")},
    ],
)
def test_is_silent_where_it_is_not_known(words: dict[str, Any]) -> None:
    assert judged(**words) == []


def test_is_silent_where_a_signature_says_otherwise() -> None:
    assert judged(calls=[call("proj.fetch", "signature", ignore_result=False)]) == []


def test_is_silent_about_a_body_that_ignores() -> None:
    tasks = [PLAIN, task("proj.merge", ignore_result=True)]
    assert found("CK307", tasks=tasks, facts={"canvases": (CHORD,)}, result_backend=DATABASE) == []
