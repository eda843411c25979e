from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Periodic, State, Value
from tests.rules.build import env, judged, known, labels, project, task, unknown


def findings(entry: Any, *, complete: bool = True, **facts: Any) -> list[Finding]:
    told = {"tasks_complete": complete, "own": frozenset({"proj"}), **facts}
    tasks = [task("proj.tasks.add"), task("nightly-report")]
    return judged("CK602", project(tasks=tasks, facts=told, beat_schedule={"x": entry} if entry else {}))


def test_a_name_of_the_program_that_no_task_has() -> None:
    (finding,) = findings({"task": "proj.tasks.addd", "schedule": 30})
    assert finding.severity == "error"
    assert finding.message.startswith("beat sends proj.tasks.addd for entry 'x', but no task has that name")
    assert finding.fix == '"task": "proj.tasks.add"'
    assert labels(finding) == ["no task has this name", "this one is called proj.tasks.add"]


@pytest.mark.parametrize("name", ["tasks.add", "add", "src.proj.tasks.add"])
def test_the_name_of_a_task_from_another_folder(name: str) -> None:
    (finding,) = findings({"task": name, "schedule": 30})
    assert finding.fix == '"task": "proj.tasks.add"'


def test_a_name_that_is_like_no_other() -> None:
    (finding,) = findings({"task": "proj.billing.send_invoices", "schedule": 30})
    assert finding.fix == "name a task that there is, or declare proj.billing.send_invoices"


def test_an_entry_without_a_task() -> None:
    (finding,) = findings({"schedule": 30})
    assert finding.message == "entry 'x' names no task: beat sends None, and the worker throws each message away"


def test_what_a_call_puts_on_the_schedule() -> None:
    added = Periodic("proj.tasks.addd", known(30.0), name=known("every"))
    (finding,) = findings(None, periodic=(added,))
    assert "for entry 'every'" in finding.message


@pytest.mark.parametrize(
    "entry",
    [
        {"task": "proj.tasks.add", "schedule": 30},
        {"task": "nightly-report", "schedule": 30},
        {"task": "celery.backend_cleanup", "schedule": 30},
        {"task": "post_office.tasks.send_queued_mail", "schedule": 30},
        {"task": "cleanup", "schedule": 30},
        {"task": unknown("NAME"), "schedule": 30},
        {"task": env("NAME", "proj.no"), "schedule": 30},
        unknown("entry()"),
        Value(State.UNKNOWN, type=dict, open=True, keys={"schedule": known(30)}),
    ],
)
def test_is_silent_about_tasks_that_there_are_or_may_be(entry: Any) -> None:
    assert findings(entry) == []


def test_is_silent_where_not_all_tasks_were_seen() -> None:
    assert findings({"task": "proj.tasks.addd", "schedule": 30}, complete=False) == []
    assert findings(None, periodic=(Periodic(None, known(30)),)) == []
