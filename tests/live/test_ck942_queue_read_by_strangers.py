from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from tests.live.answering import told, worker
from tests.rules.build import call, task

OWN = worker("own@h", "shop.order")


def found(*workers: Any, **words: Any) -> list[Finding]:
    words = {"tasks": [task("shop.order")], "calls": [call("shop.order")], **words}
    return told("CK942", workers=workers, **words)


def test_finds_another_program_s_worker_beside_its_own() -> None:
    (finding,) = found(OWN, worker("books@h", "books.read"))

    assert finding.severity == "error"
    assert finding.subject == "queue celery"
    assert finding.message == (
        "books@h reads it and knows none of this program's tasks, but books.read: each discards the other's"
    )


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (worker("books@h", "books.read", queues=["books"]), {}),
        # It shares one.
        (worker("both@h", "books.read", "shop.order"), {}),
        # It is asked to run what it has.
        (worker("books@h", "books.read"), {"calls": [call("shop.order"), call("books.read")]}),
        # Its own, without the module that it should include: another check tells.
        (worker("bare@h"), {}),
        (worker("part@h", "shop.other"), {"facts": {"own": frozenset({"shop"})}}),
        (worker("w@h", "src.shop.order"), {"facts": {"tasks_guessed": True}}),
    ],
)
def test_is_silent_where_nobody_takes_another_s_tasks(other: Any, words: dict[str, Any]) -> None:
    assert found(OWN, other, **words) == []


def test_says_that_no_task_of_the_program_is_known() -> None:
    with pytest.raises(NotChecked, match="no task of the program is known"):
        found(worker("books@h", "books.read"), tasks=(), calls=())
