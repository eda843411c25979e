from __future__ import annotations

import pytest

from tests.rules.build import call, found, labels, only, task, unknown


@pytest.mark.parametrize("name", ["pickle", "application/x-python-serialize"])
def test_pickle_among_what_is_read(name: str) -> None:
    finding = only("CK701", accept_content=["json", name])
    assert finding.severity == "error"
    assert finding.message.startswith("pickle is accepted: whoever can write to the broker runs commands")
    assert finding.fix == 'accept_content = ["json"]'


def test_tells_once_of_all_that_speak_pickle() -> None:
    finding = only("CK701", task_serializer="pickle", result_serializer="pickle", accept_content=["pickle"])
    assert labels(finding) == ["pickle is read", "pickle is written", "pickle is written"]


@pytest.mark.parametrize("setting", ["task_serializer", "event_serializer", "result_serializer"])
def test_pickle_that_is_only_written(setting: str) -> None:
    assert only("CK701", **{setting: "pickle"}).fix == f'{setting} = "json"'


def test_results_read_as_pickle() -> None:
    assert "result backend" in only("CK701", result_accept_content=["pickle"]).message


def test_the_serializer_of_one_task() -> None:
    assert only("CK701", tasks=[task("proj.add", serializer="pickle")]).fix == 'serializer="json"'


def test_pickle_beside_something_unknown() -> None:
    assert only("CK701", accept_content=["pickle", unknown("OTHER")])


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"accept_content": ["json"]},
        {"accept_content": ["json", "yaml", "msgpack"]},
        {"accept_content": {"application/json"}},
        {"accept_content": unknown("CONTENT")},
        {"accept_content": None},
        {"task_serializer": "json", "result_serializer": "yaml"},
        {"task_serializer": unknown("SERIALIZER")},
        {"tasks": [task("proj.add", serializer="json")]},
    ],
)
def test_is_silent_about_other_forms(words: dict[str, object]) -> None:
    assert found("CK701", **words) == []


def test_one_call_that_is_pickled() -> None:
    finding = only("CK701", calls=[call("proj.add", "apply_async", serializer="pickle")])
    assert finding.message.startswith("pickle is used")
    assert finding.fix == 'serializer="json"'
