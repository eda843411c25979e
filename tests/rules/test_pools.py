from __future__ import annotations

from typing import Any

import pytest

from celerykit.rules.pools import option, pools
from tests.rules.build import deployed, process, project, unknown


def names(*workers: Any, **settings: Any) -> list[str]:
    return [pool.name for pool in pools(project(facts={"deployment": deployed(*workers)}, **settings))]


def test_without_a_worker_the_setting_counts() -> None:
    assert names() == ["prefork"]
    assert names(worker_pool="solo") == ["solo"]


def test_where_only_its_start_is_seen_a_worker_has_the_default() -> None:
    assert names(process("worker"), complete=False) == ["prefork"]
    facts = {"deployment": deployed(process("worker")), "own": frozenset({"proj"})}
    assert [pool.name for pool in pools(project(facts=facts, complete=False))] == [""]


def test_each_worker_has_its_own() -> None:
    assert names(process("worker", pool="gevent"), process("worker", line=2), worker_pool="solo") == ["gevent", "solo"]


def test_prefork_on_the_command_line_says_nothing() -> None:
    assert names(process("worker", pool="prefork"), worker_pool="threads") == ["threads"]
    assert names(process("worker", pool="prefork")) == ["prefork"]
    assert names(process("worker", pool="prefork"), worker_pool=unknown("POOL")) == [""]


@pytest.mark.parametrize(
    ("written", "name"),
    [("processes", "prefork"), ("celery.concurrency.gevent:TaskPool", "gevent"), ("proj.pools:Pool", ""), (3, "")],
)
def test_knows_them_by_all_their_names(written: object, name: str) -> None:
    assert names(worker_pool=written) == [name]


def test_what_may_be_said_unseen_is_unknown() -> None:
    worker = process("worker", complete=False)
    assert names(worker, worker_pool="solo") == [""]
    assert option(project(), worker, "concurrency", "worker_concurrency").unknown


def test_a_variable_of_the_command_stands_for_its_option() -> None:
    worker = process("worker", environment={"CELERY_WORKER_POOL": "threads"})
    assert names(worker) == ["threads"]
