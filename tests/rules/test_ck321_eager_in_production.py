from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import Opaque, State, Value
from celerykit.values.places import Place
from tests.rules.build import deployed, django, env, found, judged, known, labels, only, process, project, unknown


def test_switched_on() -> None:
    finding = only("CK321", task_always_eager=True)
    assert (finding.severity, finding.fix) == ("error", "task_always_eager = False")
    assert "workers get none" in finding.message


def test_a_text_is_true_whatever_it_says() -> None:
    finding = only("CK321", task_always_eager=env("EAGER", "False"))
    assert finding.severity == "error"
    assert "'False', a text, which is true" in finding.message
    assert finding.message.endswith("unless EAGER is set to an empty text")


def test_a_default_that_production_may_switch_off_is_a_warning() -> None:
    value = replace(env("EAGER", "1"), value=True, type=bool)
    finding = only("CK321", task_always_eager=value)
    assert (finding.severity, finding.message.endswith("unless EAGER is set")) == ("warning", True)


def test_under_a_namespace_and_an_old_name() -> None:
    assert only("CK321", namespace="CELERY", CELERY_TASK_ALWAYS_EAGER=True).fix == "CELERY_TASK_ALWAYS_EAGER = False"
    assert only("CK321", CELERY_ALWAYS_EAGER=True)


def test_shows_the_worker() -> None:
    facts = {"deployment": deployed(process("worker"))}
    assert labels(only("CK321", task_always_eager=True, facts=facts)) == ["nothing is sent", "this worker gets nothing"]


def test_a_base_that_production_builds_upon() -> None:
    # the settings of these tests stand in celeryconfig.py
    assert only("CK321", task_always_eager=known(True, Place("base.py", 7)))
    eager = known(True, Place("proj/settings/base.py", 7))
    said = replace(django(), settings={"USE_TZ": known(True, Place("proj/settings/production.py", 1))})
    base = project(task_always_eager=eager, facts={"django": said})
    assert judged("CK321", base)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_always_eager": False},
        {"task_always_eager": ""},
        {"task_always_eager": unknown("DEBUG", bool)},
        {"task_always_eager": unknown("'test' in sys.argv")},
        {"task_always_eager": True, "tests": True},
    ],
)
def test_is_silent_where_it_is_off_or_for_tests(words: dict[str, Any]) -> None:
    assert found("CK321", **words) == []


@pytest.mark.parametrize(
    "path",
    [
        "proj/settings/test.py",
        "proj/settings/testing.py",
        "proj/settings/local.py",
        "proj/settings/dev.py",
        "proj/settings/base.py",
        "proj/settings_test.py",
        "proj/test_settings.py",
        "proj/settings/ci.py",
        "proj/local_settings.py",
        "proj/development.py",
    ],
)
def test_is_silent_in_files_that_others_are_for(path: str) -> None:
    assert found("CK321", task_always_eager=known(True, Place(path, 7))) == []


@pytest.mark.parametrize("text", ["config.TestingConfig", "config:DevConfig", "proj.settings.local"])
def test_is_silent_about_classes_that_others_are_for(text: str) -> None:
    source = Value(State.KNOWN, text, text=repr(text))
    assert found("CK321", task_always_eager=True, facts={"source": source}) == []
    of_class = Value(State.KNOWN, Opaque("class", text), text=text)
    assert found("CK321", task_always_eager=True, facts={"source": of_class}) == []


def test_a_production_class_is_judged() -> None:
    source = Value(State.KNOWN, "config.ProductionConfig", text="'config.ProductionConfig'")
    assert found("CK321", task_always_eager=True, facts={"source": source})


def test_is_silent_where_one_process_does_all() -> None:
    assert judged("CK321", replace(project(task_always_eager=True), embedded=True)) == []
