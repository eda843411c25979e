from __future__ import annotations

from typing import Any

import pytest

from celerykit.values.places import Place
from tests.rules.build import env, found, known, labels, only, read, unknown


def test_an_id_of_an_eager_task() -> None:
    finding = only("CK322", task_always_eager=True, reads=[read("state", by_id=True)])
    assert (finding.severity, finding.fix) == ("info", "task_store_eager_result = True")
    assert "PENDING for ever" in finding.message
    assert labels(finding) == ["asked for by its id", "tasks run where they are called"]


def test_is_told_once() -> None:
    finding = only("CK322", task_always_eager=True, reads=[read(by_id=True), read(line=2, by_id=True)])
    assert labels(finding)[-1] == "asked for here too"


def test_storing_without_any_eager_task() -> None:
    finding = only("CK322", task_store_eager_result=True)
    assert "has no effect, as no task is eager" in finding.message


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK322", task_always_eager=env("EAGER", "1"), reads=[read(by_id=True)])
    assert finding.message.endswith("unless EAGER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"task_always_eager": False},
        {"task_always_eager": unknown("EAGER")},
        {"task_store_eager_result": True},
        {"task_store_eager_result": unknown("STORE")},
        {"reads": [read("get", "proj.add")]},
        {"reads": [read("forget", by_id=True)]},
        {"reads": []},
        {"tests": True},
    ],
)
def test_is_silent_where_it_is_stored_or_handed_over(words: dict[str, Any]) -> None:
    assert found("CK322", **{"task_always_eager": True, "reads": [read(by_id=True)], **words}) == []


@pytest.mark.parametrize("path", ["proj/settings/test.py", "proj/settings/base.py", "proj/settings/local.py"])
def test_is_silent_about_storing_where_others_may_switch_eager_on(path: str) -> None:
    assert found("CK322", task_store_eager_result=known(True, Place(path, 3))) == []
    assert found("CK322", task_store_eager_result=True, task_always_eager=unknown("EAGER")) == []
