from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import State, Value
from celerykit.rules.stages import stage_of
from celerykit.values.places import Place
from tests.rules.build import django, known, project


def stage(path: str, **facts: Any) -> str:
    return stage_of(project(facts=facts), known(True, Place(path, 1)))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("proj/settings/test.py", "tests"),
        ("proj/settings/testing_ci.py", "tests"),
        ("proj/settings/local.py", "development"),
        ("settings_dev.py", "development"),
        ("proj/settings/base.py", "base"),
        ("proj/settings/production.py", ""),
        ("proj/celery.py", ""),
        ("proj/latest.py", ""),
        ("dev/settings.py", ""),
    ],
)
def test_by_the_name_of_the_file(path: str, expected: str) -> None:
    assert stage(path) == expected


@pytest.mark.parametrize(
    ("in_use", "expected"),
    [
        ("proj.settings.base", "base"),
        ("proj.settings.production", ""),
        ("proj.settings.local", "development"),
        ("proj.settings.Development", "development"),
    ],
)
def test_a_base_is_for_what_is_in_use(in_use: str, expected: str) -> None:
    assert stage("proj/settings/base.py", django=replace(django(), in_use=in_use)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("config.TestingConfig", "tests"), ("config:DevConfig", "development"), ("config.ProductionConfig", "")],
)
def test_by_the_class_that_is_given(text: str, expected: str) -> None:
    assert stage("config.py", source=Value(State.KNOWN, text)) == expected


def test_what_has_no_place_is_for_all() -> None:
    assert stage_of(project(), Value(State.DEFAULT)) == ""
