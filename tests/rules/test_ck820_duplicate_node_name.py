from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Process
from tests.rules.build import deployed, env, found, labels, process, unknown

AMQP = "amqp://mq//"


def of(*workers: Process, broker_url: str = AMQP, celery: str = "", **settings: Any) -> list[Finding]:
    return found("CK820", facts={"deployment": deployed(*workers)}, broker_url=broker_url, celery=celery, **settings)


def supervised(line: int = 1, **words: Any) -> Process:
    return process("worker", where="supervisor", path="supervisord.conf", line=line, **words)


@pytest.mark.parametrize(("name", "node"), [("w1", "celery@w1"), ("w1@host", "w1@host")])
def test_replicas_have_the_name_in_common(name: str, node: str) -> None:
    [finding] = of(process("worker", hostname=name, replicas=2))
    assert finding.severity == "error"
    assert finding.message.startswith(f"2 workers call themselves {node}: the second ends as it starts")
    assert finding.fix == "-n w1@%h"
    assert labels(finding) == ["a name that is not its own", "so many of it"]


@pytest.mark.parametrize("words", [{}, {"hostname": "celery@%h"}])
def test_replicas_have_the_host_name_in_common(words: dict[str, Any]) -> None:
    [finding] = of(process("worker", host="worker", replicas=3, where="compose", **words))
    assert finding.message.startswith("3 workers call themselves celery@worker")
    assert finding.fix == "take out hostname: worker, so that each has one of its own"


def test_is_silent_about_one_with_a_host_name() -> None:
    assert of(process("worker", host="worker", where="compose")) == []
    assert of(process("worker", host=unknown("$HOST"), replicas=3, where="compose")) == []


def test_two_processes_have_one_name() -> None:
    [finding] = of(process("worker", hostname="w@a", line=1), process("worker", hostname="w@a", line=2))
    assert finding.place is not None
    assert finding.place.line == 2
    assert labels(finding) == ["a name that is not its own", "the same name"]


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://cache:6379/0"},
        {"celery": "5.6.1"},
        {"control_queue_exclusive": False},
        {"worker_enable_remote_control": False},
    ],
)
def test_is_a_warning_where_none_ends(words: dict[str, Any]) -> None:
    [finding] = of(process("worker", hostname="w1", replicas=2), **words)
    assert finding.severity == "warning"
    assert "one answers for the other" in finding.message


def test_workers_of_one_machine_have_its_name() -> None:
    [finding] = of(supervised(1), supervised(2, queues=["slow"]))
    assert finding.message.startswith("2 workers call themselves celery@%h")
    assert finding.fix.startswith("-n worker%(process_num)s@%%h")
    assert of(supervised(1, replicas=3))
    assert of(supervised(1, hostname="w@%h"), supervised(2, hostname="w@%h"))


def test_workers_of_one_container_have_its_name() -> None:
    service: dict[str, Any] = {"where": "compose", "container": True, "name": "celery", "path": "compose.yml"}
    [finding] = of(process("worker", line=8, **service), process("worker", line=9, queues=["slow"], **service))
    assert finding.place is not None
    assert finding.place.line == 9
    assert finding.fix == "-n worker@%h"
    assert of(process("worker", line=8, **service), process("worker", line=9, **service | {"name": "slow"})) == []
    assert of(process("worker", line=8, **service), process("worker", line=8, **service)) == []


@pytest.mark.parametrize(
    "workers",
    [
        [process("worker", replicas=4)],
        [process("worker", hostname="w@%h", replicas=4)],
        [process("worker", hostname="w%i", replicas=4)],
        [process("worker", hostname="w1", replicas=1)],
        [process("worker", hostname="w1", replicas=unknown("$N"))],
        [process("worker", hostname=unknown("$NAME"), replicas=4)],
        [process("worker", hostname=env("NAME", "w"), replicas=4)],
        [process("worker", hostname="w1"), process("worker", hostname="w2", line=2)],
        [process("worker", hostname="w1"), process("worker", hostname="w1", path="other/Procfile")],
        [process("worker"), process("worker", line=2)],
        [supervised(1, hostname="a@%h"), supervised(2, hostname="b@%h")],
        [supervised(1), supervised(2, hostname=unknown("w%(process_num)s"))],
        [supervised(1), supervised(2, complete=False)],
        [supervised(1), process("beat", where="supervisor", path="supervisord.conf", line=2)],
    ],
)
def test_is_silent_where_names_differ(workers: list[Process]) -> None:
    assert of(*workers) == []
