from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Periodic
from tests.rules.build import deployed, django, found, known, only, process, unknown

GOOD = {"task": "p.add", "schedule": 30}


@pytest.mark.parametrize(
    ("key", "value", "fix"),
    [
        ("queue", "mail", '"options": {"queue": \'mail\'}'),
        ("expires", 60, '"options": {"expires": 60}'),
        ("shedule", 60, 'did you mean "schedule"?'),
        ("enabled", True, 'take "enabled" away'),
    ],
)
def test_a_key_that_beat_does_not_know(key: str, value: object, fix: str) -> None:
    finding = only("CK603", beat_schedule={"a": {**GOOD, key: value}})
    assert finding.message == f"entry 'a' has a key '{key}' that beat does not know: beat stops with a TypeError"
    assert finding.fix == fix


@pytest.mark.parametrize("entry", [(GOOD,), "p.add", 30])
def test_an_entry_that_is_no_dict(entry: Any) -> None:
    assert "not a dict" in only("CK603", beat_schedule={"a": entry}).message


def test_a_stray_comma_is_told_as_one() -> None:
    assert only("CK603", beat_schedule={"a": (GOOD,)}).fix == "take away the comma behind the entry"


def test_a_schedule_that_is_a_list() -> None:
    assert only("CK603", beat_schedule=[GOOD]).message.startswith("beat_schedule is a list, not a dict")


def test_an_entry_without_a_schedule() -> None:
    assert (
        only("CK603", beat_schedule={"a": {"task": "p.add"}}).message == "entry 'a' has no schedule: it is never sent"
    )


@pytest.mark.parametrize(
    "schedule",
    [
        {"a": {**GOOD, "args": (1,), "kwargs": {}, "options": {"queue": "q"}, "relative": True}},
        {"a": unknown("entry()")},
        {"a": {"task": "p.add", "schedule": unknown("EVERY")}},
        {},
        [],
        unknown("load()"),
    ],
)
def test_is_silent_about(schedule: Any) -> None:
    assert found("CK603", beat_schedule=schedule) == []


BAD = {"a": {**GOOD, "enabled": True}}


@pytest.mark.parametrize(
    "words",
    [
        {"beat_scheduler": "redbeat.RedBeatScheduler"},
        {"beat_scheduler": unknown("SCHEDULER")},
        {
            "facts": {
                "deployment": deployed(process("beat", scheduler="django_celery_beat.schedulers:DatabaseScheduler"))
            }
        },
        {"facts": {"django": django(INSTALLED_APPS=["django_celery_beat"])}},
    ],
)
def test_is_silent_about_schedulers_that_know_more_keys(words: dict[str, Any]) -> None:
    assert found("CK603", beat_schedule=BAD, **words) == []


@pytest.mark.parametrize("name", ["celery.beat:PersistentScheduler", "celery.beat.PersistentScheduler"])
def test_speaks_where_beat_s_own_scheduler_is_named(name: str) -> None:
    assert found("CK603", beat_schedule=BAD, beat_scheduler=name)


def test_is_silent_about_what_calls_put_on_the_schedule() -> None:
    assert found("CK603", beat_schedule={}, facts={"periodic": (Periodic("p.add", known(30)),)}) == []
