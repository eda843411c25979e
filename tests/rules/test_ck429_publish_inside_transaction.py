from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import Call
from celerykit.values.places import Place
from tests.rules.build import call, django, found, labels, only, unknown

ATOMIC = Place("web.py", 7)


def inside(how: str = "delay", **options: Any) -> Call:
    return replace(call("proj.notify", how, **options), transaction=ATOMIC)


def test_a_worker_does_not_see_what_was_written() -> None:
    finding = only("CK429", calls=[inside()])
    assert finding.severity == "warning"
    assert finding.message.startswith("proj.notify is sent before the transaction is committed: ")
    assert finding.fix == "transaction.on_commit(lambda: notify.delay(…))"
    assert labels(finding) == ["sent at once", "committed at the end of this"]


def test_the_cure_with_django() -> None:
    facts = {"django": django()}
    assert only("CK429", calls=[inside()], facts=facts).fix == "notify.delay_on_commit(…)"
    assert "on_commit(lambda" in only("CK429", calls=[inside()], facts=facts, celery="5.3.6").fix


def test_tells_once_of_a_transaction() -> None:
    finding = only("CK429", calls=[inside(), inside("apply_async"), inside("send_task")])
    assert labels(finding)[2:] == ["sent at once too"] * 2


@pytest.mark.parametrize(
    "words",
    [
        {"calls": [call("proj.notify")]},
        {"calls": [inside("delay_on_commit")]},
        {"calls": [inside("apply_async_on_commit")]},
        {"calls": [inside("signature")]},
        {"calls": [inside("apply_async", countdown=10)]},
        {"calls": [inside("apply_async", countdown=unknown("later"))]},
        {"calls": [inside("apply_async", eta=unknown("when"))]},
        {"calls": [inside()], "task_always_eager": True},
        {"calls": [inside()], "tests": True},
    ],
)
def test_is_silent_where_it_is_sent_later(words: dict[str, Any]) -> None:
    assert found("CK429", **words) == []


def test_a_countdown_of_nothing_is_none() -> None:
    assert only("CK429", calls=[inside("apply_async", countdown=0, eta=None)])
