from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import State, Value
from tests.rules.build import env, judged, known, project, unknown


def findings(name: str, written: Any, loaded: Any, *, is_loaded: bool = True) -> list[Finding]:
    """What is found where the source says one thing, and another is loaded."""
    subject = project(loaded=is_loaded, **{name: loaded})
    (entry,) = subject.config.entries
    entry = replace(entry, as_written=known(written))
    return judged("CK121", replace(subject, config=replace(subject.config, entries=(entry,))))


def test_another_value_is_in_force() -> None:
    [finding] = findings("task_acks_late", True, False)
    assert finding.message == (
        "task_acks_late is written as True, but False is in force once the configuration is loaded"
    )
    assert finding.severity == "warning"


def test_secrets_are_not_repeated() -> None:
    [finding] = findings("broker_url", "redis://:hunter2@a", "redis://:hunter3@b")
    assert "hunter" not in finding.message
    [finding] = findings("redis_password", "hunter2", "hunter3")
    assert "hunter" not in finding.message


def test_long_values_are_not_repeated() -> None:
    [finding] = findings("task_default_queue", "a" * 80, "b" * 80)
    assert "written as one value, but another is in force" in finding.message


@pytest.mark.parametrize(
    "written",
    [
        False,
        unknown("late()"),
        env("LATE", "1"),
        Value(State.KNOWN, True, text="not False"),
        [True],
        {"late": True},
    ],
)
def test_is_silent_where_the_source_does_not_say_another_plain_value(written: Any) -> None:
    assert findings("task_acks_late", written, False) == []


@pytest.mark.parametrize("loaded", [["a", "b"], {"a": 1}])
def test_is_silent_about_what_is_filled_at_run_time(loaded: Any) -> None:
    assert findings("task_queues", [], loaded) == []


@pytest.mark.parametrize("other", [False, unknown("late()")])
def test_is_silent_where_another_line_may_say_what_is_in_force(other: Any) -> None:
    subject = project(loaded=True, task_acks_late=False)
    (entry,) = subject.config.entries
    (earlier,) = project(task_acks_late=other).config.entries
    entries = (replace(earlier, in_force=False), replace(entry, as_written=known(True)))
    assert judged("CK121", replace(subject, config=replace(subject.config, entries=entries))) == []


def test_is_silent_where_nothing_was_loaded() -> None:
    assert findings("task_acks_late", True, False, is_loaded=False) == []


def test_is_silent_where_the_loaded_value_is_the_written_one() -> None:
    assert judged("CK121", project(loaded=True, task_acks_late=True)) == []
