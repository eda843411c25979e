from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

APP = "proj.celery:app"


def test_names_the_module_and_the_line_to_add() -> None:
    finding = only("CK501", app=APP, imported=["proj.celery"], tasks=[task("proj.mail.send")])
    assert finding.message == (
        "a worker of proj.celery:app never imports proj.mail, so it does not know proj.mail.send: "
        "it throws their messages away (Received unregistered task)"
    )
    assert finding.fix == 'add "proj.mail" to include'
    assert labels(finding) == ["a task that no worker knows", "the app"]


def test_tells_each_module_once() -> None:
    tasks = [task(f"proj.mail.task{number}") for number in range(5)]
    finding = only("CK501", app=APP, tasks=tasks)
    assert "proj.mail.task0, proj.mail.task1, proj.mail.task2 and 2 more" in finding.message
    assert len(found("CK501", app=APP, tasks=[*tasks, task("proj.jobs.run")])) == 2


def test_shows_what_is_included_instead() -> None:
    finding = only("CK501", app=APP, include=["proj.other"], tasks=[task("proj.mail.send")])
    assert labels(finding)[1] == "this is what it imports"


def test_the_cure_speaks_the_programs_style() -> None:
    words = {"namespace": "CELERY", "CELERY_IMPORTS": ["proj.other"]}
    assert only("CK501", app=APP, tasks=[task("proj.mail.send")], **words).fix == 'add "proj.mail" to CELERY_IMPORTS'


@pytest.mark.parametrize(
    "words",
    [
        {"imported": ["proj.celery", "proj.mail"]},
        {"imports_complete": False},
        {"complete": False},
        {"include": unknown("modules()")},
        {"imports": [unknown("module")]},
        {"app": ""},
        {"tests": True},
    ],
)
def test_is_silent_where_the_module_is_or_may_be_imported(words: dict[str, object]) -> None:
    assert found("CK501", **{"app": APP, "tasks": [task("proj.mail.send")], **words}) == []


def test_is_silent_without_tasks() -> None:
    assert found("CK501", app=APP) == []
