from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Config, Opaque, Project
from celerykit.values.places import Place
from tests.rules.build import env, judged, known, project, unknown


def findings(way: Any, in_object: dict[str, Any], on_app: dict[str, Any], **facts: Any) -> list[Finding]:
    return judged("CK114", both(way, in_object, on_app, **facts))


def both(way: Any, in_object: dict[str, Any], on_app: dict[str, Any], **facts: Any) -> Project:
    """What the reader makes of a config object and of settings on the app: the latter are in force."""
    subject = project(facts=facts, **in_object)
    app = project(way=way, **on_app).config.entries
    beaten = {entry.setting for entry in app}
    entries = tuple(replace(each, in_force=each.setting not in beaten) for each in subject.config.entries)
    config: Config = replace(subject.config, entries=(*entries, *app))
    return replace(subject, config=config)


def test_a_keyword_of_the_app_beats_the_config_object() -> None:
    [finding] = findings("keyword", {"task_acks_late": False}, {"task_acks_late": True})
    assert finding.message == (
        "task_acks_late = False is never in force: Celery(task_acks_late=…) on the app beats the config object, "
        "though it is written first"
    )
    assert finding.severity == "warning"
    assert [piece.text for piece in finding.related] == ["this is in force"]


@pytest.mark.parametrize(("line", "severity"), [(9, "warning"), (1, "info")])
def test_who_writes_it_below_the_call_knows_what_is_beaten(line: int, severity: str) -> None:
    source = known("proj.settings", Place("celeryconfig.py", line))
    [finding] = findings("update", {"timezone": "UTC"}, {"timezone": "Europe/Berlin"}, source=source)
    assert finding.severity == severity
    assert "conf.update(timezone=…) on the app" in finding.message


def test_a_schedule_is_beaten_whole() -> None:
    one, other = {"every-hour": {"task": "proj.a", "schedule": 3600}}, {"b": {"task": "proj.b", "schedule": 2}}
    [finding] = findings("attribute", {"beat_schedule": one}, {"beat_schedule": other})
    assert finding.message.startswith("beat_schedule = … is never in force: conf.beat_schedule")
    assert finding.severity == "warning"


def test_passwords_are_not_repeated() -> None:
    [finding] = findings("keyword", {"broker_url": "redis://:hunter2@a"}, {"broker_url": "redis://b"})
    assert "hunter2" not in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, True),
        (unknown("late()"), True),
        (False, unknown("late()")),
        (env("LATE", "1"), True),
        (Opaque("kombu.Queue"), Opaque("kombu.Queue")),
    ],
)
def test_is_silent_where_they_may_say_the_same(one: Any, other: Any) -> None:
    assert findings("keyword", {"task_acks_late": one}, {"task_acks_late": other}) == []


def test_is_silent_about_different_settings() -> None:
    assert findings("keyword", {"task_acks_late": False}, {"task_track_started": True}) == []


def test_is_silent_about_what_one_config_object_says_twice() -> None:
    assert judged("CK114", project(CELERY_ACKS_LATE=True, task_acks_late=False)) == []
