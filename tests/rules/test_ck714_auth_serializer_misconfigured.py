from __future__ import annotations

import pytest

from celerykit.values.places import Place
from tests.rules.build import found, labels, only, unknown

SET_UP = {"security": Place("proj/celery.py", 9)}


def test_signing_that_is_never_set_up() -> None:
    finding = only("CK714", app="proj.celery:app", task_serializer="auth")
    assert finding.message == (
        "tasks are to be signed, and setup_security() is never called: sending one raises SerializerNotInstalled"
    )
    assert finding.fix == "app.setup_security()"
    assert finding.severity == "error"


def test_the_wrong_serializer() -> None:
    finding = only("CK714", facts=SET_UP, task_serializer="json", accept_content=["auth"])
    assert finding.message == 'task_serializer is "json": setup_security() raises ImproperlyConfigured'
    assert finding.fix == 'task_serializer = "auth"'
    assert labels(finding) == ["not what signing needs", "signing is set up"]


def test_the_defaults() -> None:
    finding = only("CK714", facts=SET_UP, broker_url="redis://localhost")
    assert finding.place == Place("proj/celery.py", 9)
    assert labels(finding) == ["signing is set up"]


@pytest.mark.parametrize("content", [["auth", "json"], ["json"], {"auth"}, ("auth",), "auth"])
def test_anything_but_that_list(content: object) -> None:
    finding = only("CK714", facts=SET_UP, task_serializer="auth", accept_content=content)
    assert finding.message.startswith("accept_content is ")
    assert finding.fix == 'accept_content = ["auth"]'


def test_a_config_that_signs_and_accepts_more() -> None:
    finding = only("CK714", task_serializer="auth", accept_content=["auth", "json"])
    assert finding.message == 'accept_content is ["auth", "json"]: setup_security() raises ImproperlyConfigured'
    assert labels(finding) == ["not what signing needs"]


def test_a_list_for_an_app_that_never_sets_it_up() -> None:
    words = {"app": "proj.celery:app", "task_serializer": "auth", "accept_content": ["auth"]}
    assert "setup_security() is never called" in only("CK714", **words).message


@pytest.mark.parametrize(
    "words",
    [
        {"facts": SET_UP, "task_serializer": "auth", "accept_content": ["auth"]},
        {"task_serializer": "auth", "accept_content": ["auth"]},
        {"facts": SET_UP, "task_serializer": "auth", "accept_content": unknown("CONTENT")},
        {"facts": SET_UP, "task_serializer": unknown("SERIALIZER"), "accept_content": ["auth"]},
        {"facts": SET_UP, "complete": False},
        {"app": "proj.celery:app", "task_serializer": "json"},
        {"app": "proj.celery:app", "task_serializer": unknown("SERIALIZER")},
        {"app": "proj.celery:app", "task_serializer": "auth", "imports_complete": False},
        {"task_serializer": "auth"},
    ],
)
def test_is_silent_where_both_halves_are_there_or_may_be(words: dict[str, object]) -> None:
    assert found("CK714", **words) == []
