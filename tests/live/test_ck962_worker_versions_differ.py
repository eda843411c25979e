from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.live.base import NotChecked
from tests.live.answering import told, worker


def found(*workers: Any, **words: Any) -> list[tuple[str, str]]:
    return [(one.severity, one.message) for one in told("CK962", workers=workers, **words)]


def test_tells_different_releases_as_an_info() -> None:
    ((severity, message),) = found(worker("a@h", celery="5.6.2"), worker("b@h"), worker("c@h"))

    assert severity == "info"
    assert message == "workers run different versions of Celery: 5.6.2 on a@h, 5.7.0 on b@h and c@h"


def test_warns_where_json_of_one_means_something_else_to_the_other() -> None:
    ((severity, message),) = found(worker("a@h", kombu="5.2.4"), worker("b@h"))

    assert severity == "warning"
    assert message.endswith("dates, UUIDs and decimals in JSON arrive as dictionaries at the older")


@pytest.mark.parametrize("here", [{"accept_content": ["pickle"]}, {}])
def test_warns_where_pickles_of_two_pythons_meet(here: dict[str, Any]) -> None:
    there = {} if here else {"accept_content": ["json", "pickle"]}

    ((severity, message),) = found(worker("a@h", python="3.13.1", **there), worker("b@h", **there), **here)

    assert severity == "warning"
    assert "3.11 on b@h, 3.13 on a@h" in message


def test_tells_two_pythons_without_pickle_as_an_info() -> None:
    assert [severity for severity, _ in found(worker("a@h", python="3.12.1"), worker("b@h"))] == ["info"]


def test_warns_of_a_setting_that_all_workers_pass_over() -> None:
    ((severity, message),) = found(worker("a@h", celery="5.4.0"), task_retry_on_worker_lost=True)

    assert severity == "warning"
    assert message == (
        "Celery 5.4.0 runs there, which passes over what the configuration says in task_retry_on_worker_lost"
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (worker("a@h"), {"task_retry_on_worker_lost": True}),
        (worker("a@h", python="3.11.2"), {}),
        # As Celery has it anyway.
        (worker("a@h"), {"task_retry_on_worker_lost": False}),
        (replace(worker("a@h"), report=None), {}),
    ],
)
def test_is_silent_where_nothing_differs(one: Any, words: dict[str, Any]) -> None:
    assert found(one, worker("b@h"), **words) == []


def test_is_silent_of_what_the_older_does_not_need_to_know() -> None:
    assert found(worker("a@h", celery="5.4.0"), task_retry_on_worker_lost=False) == []


def test_says_that_nobody_tells() -> None:
    with pytest.raises(NotChecked, match="no worker tells its versions"):
        found(replace(worker(), report="nothing that is known"))
