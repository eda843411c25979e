from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import call, deployed, found, known, labels, process, task, unknown


def run(worker: dict[str, Any], **words: Any) -> list[Finding]:
    return found("CK221", facts={"deployment": deployed(process(**worker))}, **words)


SENDS = replace(call("proj.add"), within="proj.each")


GREEN = {"pool": "gevent", "concurrency": 500}


def test_fewer_connections_than_greenlets() -> None:
    (finding,) = run(GREEN, broker_pool_limit=5)
    assert finding.message == (
        "a gevent worker runs 500 tasks at once, and 5 of them at most can send at the same time: "
        "the others wait without a limit"
    )
    assert finding.fix == "broker_pool_limit = 500"
    assert finding.severity == "warning"
    assert labels(finding) == ["connections to send with", "greenlets"]


def test_a_default_that_nobody_wrote_is_noted_where_tasks_send() -> None:
    (finding,) = run(GREEN, calls=[SENDS])
    assert finding.severity == "info"
    assert "500 tasks at once, and 10 of them" in finding.message


def test_what_the_settings_say() -> None:
    assert run({}, worker_pool="eventlet", worker_concurrency=100, broker_pool_limit=9)


def test_the_default_of_a_variable() -> None:
    limit = replace(known(10), variable="LIMIT")
    assert run(GREEN, broker_pool_limit=limit)[0].message.endswith(", unless LIMIT is set")


def test_is_silent_about_the_default_where_no_task_sends() -> None:
    assert run(GREEN, calls=[call("proj.add")], tasks=[task("proj.add")]) == []


def test_a_word_about_the_default_where_no_task_is_seen() -> None:
    (finding,) = run(GREEN)
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("worker", "settings"),
    [
        ({"pool": "prefork", "concurrency": 500}, {}),
        ({"pool": "threads", "concurrency": 500}, {}),
        ({"pool": "gevent", "concurrency": 10}, {}),
        ({"pool": "gevent"}, {}),
        ({"pool": "gevent", "concurrency": unknown("N")}, {}),
        ({"pool": unknown("POOL"), "concurrency": 500}, {}),
        ({"complete": False}, {"worker_pool": "gevent", "worker_concurrency": 500}),
        (GREEN, {"broker_pool_limit": 500}),
        (GREEN, {"broker_pool_limit": None}),
        (GREEN, {"broker_pool_limit": 0}),
        (GREEN, {"broker_pool_limit": unknown("N")}),
        (GREEN, {"broker_pool_acquire_timeout": 5}),
        (GREEN, {"broker_pool_acquire_timeout": unknown("S")}),
    ],
)
def test_is_silent_where_there_are_enough_or_nobody_knows(worker: dict[str, Any], settings: dict[str, Any]) -> None:
    assert run(worker, calls=[SENDS], **settings) == []
