from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import call, found, known, labels, only, task, unknown


def test_tasks_that_no_worker_reads() -> None:
    finding = only("CK702", task_serializer="pickle", accept_content=["json"])
    assert finding.message == (
        "tasks are sent as pickle, but workers accept json only: "
        "they drop the message (ContentDisallowed) and the task never runs"
    )
    assert finding.fix == 'task_serializer = "json"'
    assert labels(finding) == ["sent in this form", "all that workers read"]


def test_only_what_is_accepted_was_written() -> None:
    finding = only("CK702", accept_content=["yaml"])
    assert finding.message.startswith("tasks are sent as json, but workers accept yaml only")
    assert finding.fix == 'accept_content = ["json", "yaml"]'


def test_only_the_serializer_was_written() -> None:
    assert labels(only("CK702", task_serializer="yaml")) == ["sent in this form"]


def test_nothing_is_accepted() -> None:
    assert "accept nothing only" in only("CK702", accept_content=[]).message


def test_the_serializer_of_one_task() -> None:
    finding = only("CK702", tasks=[task("proj.add", serializer="yaml"), task("proj.mul")])
    assert finding.message.startswith("proj.add is sent as yaml")
    assert finding.fix == 'serializer="json"'


def test_the_serializer_of_one_call() -> None:
    assert only("CK702", calls=[call("proj.add", "apply_async", serializer="msgpack")])


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_serializer": "json", "accept_content": ["application/json"]},
        {"task_serializer": "application/json", "accept_content": ["json"]},
        {"task_serializer": "pickle", "accept_content": {"application/x-python-serialize"}},
        {"task_serializer": "yaml", "accept_content": ["json", "yaml"]},
        {"task_serializer": "yaml", "accept_content": unknown("CONTENT")},
        {"task_serializer": "yaml", "accept_content": ["json", unknown("OTHER")]},
        {"task_serializer": "yaml", "accept_content": replace(known(["json"]), open=True)},
        {"task_serializer": unknown("SERIALIZER")},
        {"calls": [call("proj.add", serializer=unknown("SERIALIZER")), call("proj.add", serializer="json")]},
        {"task_serializer": "ours", "accept_content": ["application/x-ours"]},
        {"accept_content": "json"},
        {"accept_content": None},
        {"complete": False},
        {"tasks": [task("proj.add", serializer="json")]},
        {"accept_content": ["json", "yaml"], "tasks": [task("proj.add", serializer="yaml")]},
    ],
)
def test_is_silent_where_workers_read_it_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK702", **words) == []


def test_is_silent_about_what_another_app_may_send() -> None:
    sent = call(None, "apply_async", serializer="pickle")
    assert found("CK702", calls=[sent])
    assert found("CK702", calls=[sent], facts={"elsewhere": frozenset({"theirs.add"})}) == []
