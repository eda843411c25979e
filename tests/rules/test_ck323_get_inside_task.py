from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import ResultRead
from tests.rules.build import deployed, found, known, labels, only, process, unknown
from tests.rules.build import read as outside


def read(
    how: str = "get", name: str | None = "proj.fetch", within: str | None = "proj.parse", **options: Any
) -> ResultRead:
    return replace(outside(how, name), within=within, options={key: known(value) for key, value in options.items()})


@pytest.mark.parametrize("how", ["get", "join", "join_native", "wait"])
def test_waiting_within_a_task_raises(how: str) -> None:
    finding = only("CK323", reads=[read(how)])
    assert finding.severity == "warning"
    assert finding.message.startswith(f"proj.parse waits for proj.fetch with {how}(): in a worker this raises")


def test_is_told_once_for_each_task() -> None:
    findings = found("CK323", reads=[read(), read("join"), read(within="proj.other")])
    assert labels(findings) == ["waits here", "and here", "waits here"]


def test_a_task_or_a_result_without_a_name() -> None:
    assert "a task waits for a result" in only("CK323", reads=[read(name=None, within="")]).message


@pytest.mark.parametrize("pool", ["gevent", "eventlet"])
def test_green_threads_hang_instead(pool: str) -> None:
    facts = {"deployment": deployed(process("worker", pool=pool))}
    assert "nothing goes on" in only("CK323", reads=[read()], facts=facts).message
    assert "nothing goes on" in only("CK323", reads=[read()], worker_pool=pool).message


@pytest.mark.parametrize(
    "one",
    [
        read(within=None),
        read("state"),
        read("ready"),
        read("result"),
        read("forget"),
        read(disable_sync_subtasks=False),
        read(disable_sync_subtasks=unknown("CHECK")),
    ],
)
def test_is_silent_where_nothing_is_waited_for_or_it_is_wanted(one: ResultRead) -> None:
    assert found("CK323", reads=[one]) == []


def test_a_timeout_does_not_help() -> None:
    assert found("CK323", reads=[read(timeout=10)])
    assert found("CK323", reads=[read(disable_sync_subtasks=True)])


@pytest.mark.parametrize("eager", [True, unknown("EAGER")])
def test_is_silent_where_tasks_run_where_they_are_called(eager: Any) -> None:
    assert found("CK323", reads=[read()], task_always_eager=eager) == []


def test_is_silent_in_tests() -> None:
    assert found("CK323", reads=[read()], tests=True) == []
