from __future__ import annotations

from typing import Any

from celerykit.findings import Finding
from tests.live.answering import told, worker
from tests.rules.build import call, task


def found(*workers: Any, **words: Any) -> list[Finding]:
    tasks = [task("shop.order"), task("shop.mail")]
    return told("CK964", workers=workers, tasks=tasks, calls=[call("shop.order"), call("shop.mail")], **words)


WHOLE = {"tasks_complete": True, "own": frozenset({"shop"})}
NEW = worker("new@h", "shop.order", "shop.mail", uptime=60)


def test_finds_the_worker_that_was_there_before_the_task_was() -> None:
    (finding,) = found(worker("old@h", "shop.order", uptime=7260), NEW)

    assert finding.severity == "error"
    assert finding.message == (
        "it started 2 h before new@h and does not know shop.mail, which new@h has: "
        "what it takes of that from queue celery is discarded"
    )


def test_finds_a_task_that_is_no_longer_declared() -> None:
    (finding,) = found(worker("old@h", "shop.order", "shop.mail", "shop.fax"), NEW, facts=WHOLE)

    assert finding.severity == "warning"
    assert finding.message.startswith("it has shop.fax, which the program does not declare")


def test_tells_a_worker_once() -> None:
    (finding,) = found(worker("old@h", "shop.order", "shop.fax", uptime=7260), NEW, facts=WHOLE)

    assert finding.severity == "error"


def test_is_silent_where_the_younger_lacks_it() -> None:
    assert found(worker("young@h", "shop.order", uptime=5), NEW) == []


def test_is_silent_where_nobody_has_it() -> None:
    assert found(worker("old@h", "shop.order", uptime=7260), worker("x@h", "shop.order")) == []


def test_is_silent_of_tasks_of_installed_packages() -> None:
    assert found(worker("old@h", "shop.order", "shop.mail", "djcelery.sync"), NEW, facts=WHOLE) == []


def test_is_silent_of_more_tasks_where_not_all_of_the_program_was_seen() -> None:
    assert found(worker("old@h", "shop.order", "shop.mail", "shop.fax"), NEW) == []


def test_is_silent_where_all_run_one_release() -> None:
    assert found(NEW, worker("other@h", "shop.order", "shop.mail", uptime=7260), facts=WHOLE) == []
