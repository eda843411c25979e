from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Parameters, State, Value
from tests.rules.build import judged, labels, project, task, unknown

ADD = Parameters(("x", "y"), frozenset({"x"}))


def findings(takes: Parameters | None = ADD, **entry: Any) -> list[Finding]:
    add = replace(task("p.add"), parameters=takes)
    return judged("CK605", project(tasks=[add], beat_schedule={"a": {"task": "p.add", "schedule": 30, **entry}}))


@pytest.mark.parametrize(
    ("args", "said"),
    [(16, "16"), ("abc", "'abc'"), (True, "True"), ({"x": 1}, "{'x': 1}")],
)
def test_args_that_are_no_list(args: Any, said: str) -> None:
    (finding,) = findings(args=args)
    assert f"args of entry 'a' is {said}, not a list or a tuple" in finding.message


def test_says_what_comes_of_a_text_and_how_to_write_it() -> None:
    (finding,) = findings(args="abc")
    assert finding.message.endswith("the task is called with 3 letters")
    assert finding.fix == "\"args\": ('abc',)"


def test_kwargs_that_are_no_dict() -> None:
    (finding,) = findings(kwargs="x=1")
    assert finding.message == "kwargs of entry 'a' is 'x=1', not a dict: beat cannot send the task"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({}, "leaves out x"),
        ({"args": (1, 2, 3)}, "gives 3 arguments where 2 are taken"),
        ({"args": (1,), "kwargs": {"z": 1}}, "gives z, which it does not take"),
        ({"kwargs": {"y": 1}}, "leaves out x"),
    ],
)
def test_arguments_that_the_task_does_not_take(entry: Any, what: str) -> None:
    (finding,) = findings(**entry)
    assert finding.message.startswith(f"entry 'a' {what} of p.add: beat cannot send it")
    assert labels(finding) == [f"this {what}", "this is what add takes"]


@pytest.mark.parametrize(
    "entry",
    [
        {"args": (1,)},
        {"args": [1, 2]},
        {"args": (unknown("a"), 2)},
        {"args": {1}},
        {"kwargs": {"x": 1, "y": 2}},
        {"args": (1,), "kwargs": {"y": 2}},
        {"args": unknown("ARGS")},
        {"kwargs": unknown("KWARGS")},
        {"args": (1,), "kwargs": Value(State.UNKNOWN, type=dict, open=True)},
    ],
)
def test_is_silent_about(entry: Any) -> None:
    assert findings(**entry) == []


@pytest.mark.parametrize("takes", [None, Parameters(args=True, kwargs=True)])
def test_is_silent_about_a_task_that_takes_anything(takes: Parameters | None) -> None:
    assert findings(takes, args=(1, 2, 3), kwargs={"z": 1}) == []


@pytest.mark.parametrize("name", ["other.task", unknown("NAME")])
def test_is_silent_about_a_task_that_is_not_known(name: Any) -> None:
    entry = {"task": name, "schedule": 30, "args": (1, 2, 3, 4)}
    assert judged("CK605", project(beat_schedule={"a": entry})) == []
