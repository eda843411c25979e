from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Process
from tests.rules.build import deployed, found, labels, process, unknown


def of(*workers: Process, **settings: Any) -> list[Finding]:
    return found("CK822", facts={"deployment": deployed(*workers)}, **settings)


def supervised(line: int = 1, **words: Any) -> Process:
    return process("worker", where="supervisor", path="supervisord.conf", line=line, **words)


def test_workers_of_one_machine_share_the_file_of_the_setting() -> None:
    [finding] = of(supervised(1), supervised(2), worker_state_db="/run/worker.state")
    assert finding.message.startswith("2 workers of one machine keep their state in /run/worker.state")
    assert finding.fix.endswith('"/run/%n.state"')
    assert labels(finding) == ["one file for all", "keeps its state there", "keeps its state there"]


def test_they_share_the_file_of_the_command() -> None:
    assert of(supervised(1, statedb="a"), supervised(2, statedb="a"))
    assert of(supervised(1, statedb="a", replicas=2))


def test_what_may_be_one_file_for_several_containers_is_noted() -> None:
    [finding] = of(process("worker", replicas=4, container=True, where="compose"), worker_state_db="/data/w.state")
    assert finding.message == (
        "4 workers keep their state in /data/w.state: where that is one file, on a volume, they lock each other out"
    )
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("workers", "settings"),
    [
        ([supervised(1), supervised(2)], {}),
        ([supervised(1), supervised(2)], {"worker_state_db": "/run/%n.state"}),
        ([supervised(1), supervised(2)], {"worker_state_db": unknown("STATE")}),
        ([supervised(1)], {"worker_state_db": "/run/worker.state"}),
        ([supervised(1, statedb="a"), supervised(2, statedb="b")], {}),
        ([supervised(1, complete=False), supervised(2, complete=False)], {"worker_state_db": "/run/worker.state"}),
        ([process("worker", replicas=4, container=True)], {"worker_state_db": "worker.state"}),
        ([process("worker", container=True)], {"worker_state_db": "/run/worker.state"}),
        ([supervised(1), process("beat", path="supervisord.conf", line=2)], {"worker_state_db": "/run/w"}),
    ],
)
def test_is_silent_where_each_has_its_own(workers: list[Process], settings: dict[str, Any]) -> None:
    assert of(*workers, **settings) == []
