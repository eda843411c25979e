from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.values.places import Place
from tests.rules.build import deployed, env, found, judged, known, labels, only, process, project, unknown


def test_a_path_that_is_relative() -> None:
    finding = only("CK316", result_backend="db+sqlite:///results.db")
    assert finding.severity == "warning"
    assert finding.message.startswith("results.db is looked for in the folder that each process was started in")


def test_with_a_driver_and_a_query() -> None:
    assert only("CK316", result_backend="db+sqlite+pysqlite:///results.db?timeout=5").severity == "warning"


@pytest.mark.parametrize("backend", ["db+sqlite://", "db+sqlite:///", "db+sqlite:///:memory:"])
def test_in_memory(backend: str) -> None:
    assert only("CK316", result_backend=backend).severity == "error"


def test_many_that_write_to_one_file() -> None:
    finding = only("CK316", result_backend="db+sqlite:////var/results.db", worker_concurrency=8)
    assert finding.severity == "info"
    assert "8 processes" in finding.message
    facts = {"deployment": deployed(process("worker", concurrency=4))}
    finding = only("CK316", result_backend="db+sqlite:////var/results.db", facts=facts)
    assert labels(finding) == ["kept here", "these write at once"]


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK316", result_backend=env("RESULTS", "db+sqlite:///results.db"))
    assert finding.message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "db+sqlite:////var/results.db"},
        {"result_backend": "db+sqlite:////var/results.db", "worker_concurrency": 1},
        {"result_backend": "db+sqlite:////var/results.db", "worker_concurrency": unknown("N")},
        {"result_backend": r"db+sqlite:///C:\results.db"},
        {"result_backend": "db+postgresql://d/r"},
        {"result_backend": unknown('f"db+sqlite:///{path}"', str)},
        {"task_ignore_result": True},
        {"task_always_eager": True},
        {"tests": True},
    ],
)
def test_is_silent_where_all_find_it_or_none_is_needed(words: dict[str, Any]) -> None:
    assert found("CK316", **{"result_backend": "db+sqlite:///results.db", **words}) == []


def test_is_silent_in_settings_for_developers_and_where_one_process_does_all() -> None:
    backend = known("db+sqlite:///results.db", Place("proj/settings/local.py", 3))
    assert found("CK316", result_backend=backend) == []
    assert judged("CK316", replace(project(result_backend="db+sqlite:///results.db"), embedded=True)) == []
