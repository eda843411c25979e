from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Discovery
from celerykit.values.places import Place
from tests.rules.build import found

PLACE = Place("proj/celery.py", 4)


def findings(discovery: Discovery, **words: Any) -> list[Finding]:
    return found("CK502", app="proj.celery:app", facts={"discoveries": (discovery,)}, **words)


def test_the_package_of_the_tasks_itself() -> None:
    [finding] = findings(Discovery("proj.tasks", "tasks", PLACE, False, ("proj.tasks.mail", "proj.tasks.bills")))
    assert finding.message == (
        "autodiscovery looks for proj.tasks.tasks, which is not there, "
        "and passes by the tasks in proj.tasks.mail, proj.tasks.bills"
    )
    assert finding.fix == 'include = ["proj.tasks.mail", "proj.tasks.bills"]'
    assert finding.place == PLACE


def test_a_module_of_another_name() -> None:
    [finding] = findings(Discovery("proj.shop", "tasks", PLACE, False, ("proj.shop.jobs",)))
    assert finding.fix == 'autodiscover_tasks(["proj.shop"], related_name="jobs")'


def test_a_package_with_the_tasks_in_itself() -> None:
    [finding] = findings(Discovery("proj.jobs", "tasks", PLACE, False, ("proj.jobs",)))
    assert finding.fix == 'autodiscover_tasks(["proj"], related_name="jobs")'


@pytest.mark.parametrize("is_found", [True, None])
def test_is_silent_where_the_module_is_there_or_may_be(is_found: bool | None) -> None:
    assert findings(Discovery("proj.shop", "tasks", PLACE, is_found, ("proj.shop.jobs",))) == []


def test_is_silent_about_an_app_without_tasks() -> None:
    assert findings(Discovery("proj.shop", "tasks", PLACE, False)) == []


def test_is_silent_where_the_tasks_are_imported_all_the_same() -> None:
    discovery = Discovery("proj.tasks", "tasks", PLACE, False, ("proj.tasks",))
    assert findings(discovery, imported=["proj.tasks"]) == []


def test_is_silent_where_they_may_be_imported() -> None:
    discovery = Discovery("proj.tasks", "tasks", PLACE, False, ("proj.tasks.mail",))
    assert findings(discovery, imports_complete=False) == []
