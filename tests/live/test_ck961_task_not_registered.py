from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from celerykit.project import Periodic, State, Value
from tests.live.answering import told, worker
from tests.rules.build import call, task, unknown


def found(*workers: Any, **words: Any) -> list[Finding]:
    return told("CK961", workers=workers, **words)


def test_finds_a_task_on_the_schedule_that_no_reader_has() -> None:
    schedule = {"clean": {"task": "shop.clean", "schedule": 30.0}}

    (finding,) = found(worker("w@h", "shop.order"), tasks=[task("shop.order")], beat_schedule=schedule)

    assert finding.severity == "error"
    assert finding.message == (
        "shop.clean goes to queue celery, but w@h, which reads it, does not know it: what is sent is discarded"
    )
    assert finding.fix == "correct the name, or start a worker that has it"


def test_finds_a_task_put_on_the_schedule_by_a_call() -> None:
    periodic = (Periodic("shop.clean", Value(State.KNOWN, 30.0)),)

    (finding,) = found(worker("w@h", "shop.order"), tasks=[task("shop.order")], facts={"periodic": periodic})

    assert finding.subject == "task shop.clean"


def test_finds_which_of_two_readers_does_not_know_it() -> None:
    workers = [worker("a@h", "shop.order", "shop.mail"), worker("b@h", "shop.order")]

    (finding,) = found(*workers, calls=[call("shop.mail"), call("shop.order")])

    assert finding.severity == "error"
    assert "but b@h, beside a@h, does not know it: what it takes of it is discarded" in finding.message
    assert [str(thing) for thing in finding.things] == ["task shop.mail", "worker b@h"]


def test_names_the_tasks_of_one_module_together() -> None:
    tasks = [task(f"shop.mail.t{number}") for number in range(5)]
    calls = [call(one.name) for one in tasks]

    (finding,) = found(worker("w@h"), tasks=tasks, calls=calls)

    assert finding.message.startswith("shop.mail.t0, shop.mail.t1, shop.mail.t2 and 2 more go to queue celery")
    assert finding.fix == "name shop.mail in include, and start the workers again"
    assert len(finding.things) == 6


def test_looks_at_the_readers_of_the_queue_that_a_route_names() -> None:
    workers = [worker("a@h", "shop.order"), worker("b@h", "shop.order", queues=["media"])]
    routed = {"task_routes": {"shop.resize": {"queue": "media"}}}

    (finding,) = found(*workers, tasks=[task("shop.resize"), task("shop.order")], calls=[call("shop.resize")], **routed)

    assert "goes to queue media, but b@h, which reads it" in finding.message


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ({"imported": ["shop"]}, "error"),
        ({"imported": []}, "warning"),
        ({"imported": [], "imports_complete": False}, "info"),
    ],
    ids=["imported", "not imported", "not known"],
)
def test_is_less_sure_of_a_task_that_nobody_is_seen_to_send(words: dict[str, Any], severity: str) -> None:
    (finding,) = found(worker("w@h", "shop.order"), tasks=[task("shop.order"), task("shop.mail")], **words)

    assert finding.severity == severity
    assert finding.message.startswith("shop.mail belongs to this program, but no worker that answers knows it")


def test_warns_of_a_route_for_a_task_that_its_reader_does_not_have() -> None:
    (finding,) = found(worker("w@h", "shop.order"), calls=[call("shop.order")], task_routes={"shop.odrer": "celery"})

    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("shop.order")], "calls": [call("shop.order")]},
        {"calls": [call("celery.backend_cleanup"), call("shop.order")]},
        # Somebody else's worker has that queue, and did not answer, or there is none: another check tells.
        {"calls": [call("shop.order"), call("billing.pay", queue="billing")]},
        {"calls": [call("shop.order"), call("shop.more", queue=unknown("QUEUE"))], "broker_url": "redis://h"},
        {"calls": [call("shop.order"), call(None)]},
        {"calls": [call("shop.order"), call("shop.more", "retry")], "tasks": [task("shop.order")]},
    ],
)
def test_is_silent_where_workers_have_what_is_sent(words: dict[str, Any]) -> None:
    one = worker("w@h", "shop.order")
    other = worker("x@h", "shop.more", queues=["other"])

    assert found(one, other, **words) == []


def test_is_silent_where_each_queue_has_its_own_workers() -> None:
    workers = [worker("a@h", "shop.order"), worker("b@h", "shop.resize", queues=["media"])]
    calls = [call("shop.order"), call("shop.resize", queue="media")]

    assert found(*workers, tasks=[task("shop.order"), task("shop.resize")], calls=calls) == []


def test_is_silent_where_the_program_is_named_from_another_folder() -> None:
    facts = {"tasks_guessed": True}

    assert found(worker("w@h", "shop.order"), calls=[call("src.shop.order")], facts=facts) == []


def test_is_silent_of_what_another_app_of_the_program_may_send() -> None:
    facts = {"elsewhere": frozenset({"books.read"})}
    calls = [call("shop.order"), call("books.read"), call("billing.pay", "send_task")]

    assert found(worker("w@h", "shop.order"), tasks=[task("shop.order")], calls=calls, facts=facts) == []


def test_is_silent_of_another_program_s_worker() -> None:
    workers = [worker("a@h", "shop.order"), worker("b@h", "books.read")]

    assert found(*workers, tasks=[task("shop.order")], calls=[call("shop.order")]) == []


def test_is_silent_of_a_task_that_a_worker_without_an_answer_may_have() -> None:
    assert found(worker("w@h", "shop.order"), tasks=[task("shop.mail"), task("shop.order")], silent=1) == []


def test_says_that_nobody_tells() -> None:
    with pytest.raises(NotChecked, match="no worker tells which tasks"):
        found(replace(worker(), registered=None), calls=[call("shop.order")])


def test_says_that_nobody_is_there() -> None:
    with pytest.raises(NotChecked, match="no worker answers"):
        found(calls=[call("shop.order")])
