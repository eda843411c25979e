from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Periodic, State, Value
from celerykit.values.places import Place
from tests.rules.build import call, env, found, labels, only, unknown

DATABASE = "db+postgresql://localhost/results"
SCHEDULE = {"clean": {"task": "celery.backend_cleanup", "schedule": 3600.0}}


def test_everything_is_deleted() -> None:
    finding = only("CK310", result_backend=DATABASE, result_expires=0, beat_schedule=SCHEDULE)
    assert finding.severity == "error"
    assert "deletes every result" in finding.message
    assert labels(finding) == ["no time to live", "the cleaning is sent here", "of these results"]


def test_without_a_number_it_raises() -> None:
    finding = only("CK310", result_backend=DATABASE, result_expires=None, beat_schedule=SCHEDULE)
    assert "raises TypeError" in finding.message


def test_sent_by_a_call() -> None:
    words: dict[str, Any] = {"result_backend": DATABASE, "result_expires": 0}
    assert only("CK310", calls=[call("celery.backend_cleanup", "send_task")], **words)
    periodic = Periodic("celery.backend_cleanup", Value(State.KNOWN, 3600), Place("app.py", 3))
    assert only("CK310", facts={"periodic": (periodic,)}, **words)


@pytest.mark.parametrize(
    "words", [{}, {"beat_schedule": {"add": {"task": "proj.add", "schedule": 3.0}}}, {"beat_schedule": unknown("S")}]
)
def test_sent_by_nobody_yet(words: dict[str, Any]) -> None:
    finding = only("CK310", result_backend=DATABASE, result_expires=0, **words)
    assert finding.message == (
        "result_expires = 0 is no time to live: the first celery.backend_cleanup that somebody sends "
        "deletes every result"
    )
    assert finding.severity == "warning"


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK310", result_backend=DATABASE, result_expires=env("TTL", "0"), beat_schedule=SCHEDULE)
    assert finding.message.endswith("unless TTL is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_expires": None},
        {"result_expires": 0, "tests": True},
        {"result_expires": 3600, "beat_schedule": SCHEDULE},
        {"beat_schedule": SCHEDULE},
        {"result_expires": unknown("TTL"), "beat_schedule": SCHEDULE},
        {"result_expires": 0, "beat_schedule": SCHEDULE, "result_backend": "django-db"},
        {"result_expires": 0, "beat_schedule": SCHEDULE, "result_backend": "mongodb://m/r"},
        {"result_expires": 0, "beat_schedule": SCHEDULE, "result_backend": "redis://r/1"},
        {"result_expires": 0, "beat_schedule": SCHEDULE, "result_backend": unknown("RESULTS")},
    ],
)
def test_is_silent_where_nothing_is_lost(words: dict[str, Any]) -> None:
    assert found("CK310", **{"result_backend": DATABASE, **words}) == []
