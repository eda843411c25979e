from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown


def test_a_pool_without_processes_replaces_none() -> None:
    finding = only("CK804", worker_pool="threads", worker_max_tasks_per_child=100)
    assert (
        finding.message == "the threads pool has no processes to replace: worker_max_tasks_per_child = 100 does nothing"
    )
    assert labels(finding) == ["does nothing", "has no processes to replace"]


def test_each_limit_is_told() -> None:
    words = {"worker_max_tasks_per_child": 100, "worker_max_memory_per_child": 200_000}
    assert len(found("CK804", worker_pool="gevent", **words)) == 2


def test_options_of_the_command_count() -> None:
    run = {"deployment": deployed(process("worker", pool="solo", max_tasks_per_child=10), process("worker", line=2))}
    finding = only("CK804", facts=run)
    assert finding.place is not None
    assert finding.place.path == "Procfile"


@pytest.mark.parametrize(
    "words",
    [
        {"worker_max_tasks_per_child": 100},
        {"worker_pool": "prefork", "worker_max_tasks_per_child": 100},
        {"worker_pool": "threads"},
        {"worker_pool": "threads", "worker_max_tasks_per_child": None},
        {"worker_pool": unknown("POOL"), "worker_max_tasks_per_child": 100},
        {"worker_pool": "threads", "worker_max_tasks_per_child": unknown("MAX")},
        {"worker_pool": "proj.pools:Pool", "worker_max_tasks_per_child": 100},
        {
            "worker_max_tasks_per_child": 100,
            "facts": {"deployment": deployed(process("worker", pool="gevent"), process("worker", line=2))},
        },
        {"worker_max_tasks_per_child": 1, "facts": {"deployment": deployed(process("worker", complete=False))}},
        {},
    ],
)
def test_is_silent_where_processes_are_replaced(words: dict[str, object]) -> None:
    assert found("CK804", **words) == []
