"""Two workers of one program on one queue: an old release on the oldest Celery, and today's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from celerykit.findings import Finding
from celerykit.live.system import system_of
from celerykit.live.workers import answers
from tests.live.answering import told
from tests.live.build import LIMIT
from tests.rules.build import call, project, task
from tests.servers.redis import RedisServer
from tests.workers import running_worker

pytestmark = pytest.mark.servers

# Made by `make test`. Where it is missing, these tests fail.
OLDEST = Path(__file__).parents[2] / ".venv-oldest/bin/python"
PROGRAM = """
import os

from celery import Celery

app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"])
app.conf.broker_transport_options = {{"visibility_timeout": {timeout}}}


@app.task(name="shop.order")
def order():
    pass


@app.task(name="shop.{other}")
def other():
    pass
"""
ARGS = ("--pool=solo", "--without-gossip")

Check = Callable[..., list[Finding]]


@pytest.fixture(scope="module")
def check(redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """A function: what the check of a code makes of their answers, for a program of these words."""
    broker, results = redis_server.fresh_pair()
    env = {"CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": results}
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    (old / "celery_app.py").write_text(PROGRAM.format(timeout=600, other="fax"))
    (new / "celery_app.py").write_text(PROGRAM.format(timeout=7200, other="mail"))
    assert OLDEST.exists(), f"{OLDEST} is missing: make .venv-oldest/.test"
    with (
        running_worker(cwd=old, env=env, args=["-n", "old@shop", *ARGS], python=str(OLDEST)),
        running_worker(cwd=new, env=env, args=["-n", "new@shop", *ARGS]),
        system_of(project(broker_url=broker), limit=LIMIT) as system,
    ):
        workers = system.once(answers).workers
    return partial(told, broker_url=broker, result_backend=results, workers=workers)


def program(*names: str) -> dict[str, object]:
    return {"tasks": [task(f"shop.{name}") for name in names], "calls": [call(f"shop.{name}") for name in names]}


def test_finds_the_worker_of_the_earlier_release(check: Check) -> None:
    (finding,) = check("CK964", **program("order", "mail"))

    assert finding.severity == "error"
    assert [str(thing) for thing in finding.things] == ["worker old@shop", "task shop.mail"]
    assert "before new@shop and does not know shop.mail, which new@shop has" in finding.message


def test_leaves_the_missing_task_to_the_check_that_knows_why(check: Check) -> None:
    assert check("CK961", **program("order", "mail")) == []


def test_finds_the_task_that_the_newer_of_two_lacks(check: Check) -> None:
    (finding,) = check("CK961", **program("order", "fax"))

    assert finding.severity == "error"
    assert finding.message == (
        "shop.fax goes to queue celery, but new@shop, beside old@shop, does not know it: "
        "what it takes of it is discarded"
    )


def test_finds_a_task_that_the_program_declares_no_longer(check: Check) -> None:
    facts = {"tasks_complete": True, "own": frozenset({"shop"})}
    gone, other = check("CK964", facts=facts, **program("order"))

    assert {gone.severity, other.severity} == {"warning"}
    assert {gone.message.partition(",")[0], other.message.partition(",")[0]} == {"it has shop.fax", "it has shop.mail"}


def test_finds_that_they_run_different_versions(check: Check) -> None:
    found = check("CK962", **program("order"))

    assert [(finding.severity, finding.message.partition(":")[0]) for finding in found] == [
        ("info", "workers run different versions of Celery"),
        ("info", "workers run different versions of kombu"),
    ]
    assert [str(thing) for thing in found[0].things] == ["worker old@shop", "worker new@shop"]


def test_finds_a_setting_that_the_older_celery_passes_over(check: Check) -> None:
    *_, finding = check("CK962", task_retry_on_worker_lost=True, **program("order"))

    assert finding.severity == "warning"
    assert "passes over what the configuration says in task_retry_on_worker_lost" in finding.message
    assert [str(thing) for thing in finding.things] == ["worker old@shop"]
    assert "5.7" in finding.fix


def test_finds_that_they_give_back_each_other_s_tasks(check: Check) -> None:
    (finding,) = check("CK963", **program("order"))

    assert finding.severity == "error"
    assert "visibility_timeout'] is 7200 for new@shop, 600 for old@shop: " in finding.message


def test_finds_that_both_are_strangers_to_another_program(check: Check) -> None:
    (finding,) = check("CK942", tasks=[task("books.read")], calls=[call("books.read")])

    assert finding.severity == "error"
    assert finding.message == (
        "new@shop and old@shop read it and know none of this program's tasks, "
        "but shop.fax, shop.mail and shop.order: each discards the other's"
    )
    assert [str(thing) for thing in finding.things] == ["queue celery", "worker new@shop", "worker old@shop"]


@pytest.mark.parametrize("code", ["CK940", "CK941", "CK942", "CK960", "CK965"])
def test_is_silent_of_what_is_well(check: Check, code: str) -> None:
    assert check(code, **program("order", "mail", "fax")) == []
