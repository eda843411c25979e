from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import deployed, env, found, only, process, unknown


def test_bytes_are_never_reached() -> None:
    finding = only("CK805", worker_max_memory_per_child=512 * 1024 * 1024)
    assert finding.severity == "warning"
    assert finding.message == (
        "worker_max_memory_per_child counts in KiB: 536870912 is 512 GiB, so no process is ever replaced"
    )
    assert finding.fix == "worker_max_memory_per_child = 524288"


def test_megabytes_are_reached_by_every_task() -> None:
    finding = only("CK805", worker_max_memory_per_child=200)
    assert "200 is 0.2 MiB, so a process is replaced after every task" in finding.message
    assert finding.fix == "worker_max_memory_per_child = 200000"


def test_a_few_megabytes_are_too_few() -> None:
    finding = only("CK805", worker_max_memory_per_child=12 * 1024)
    assert "12288 is 12 MiB" in finding.message
    assert finding.fix == "worker_max_memory_per_child = 200000"


def test_an_option_of_the_command_counts() -> None:
    run = {"deployment": deployed(process("worker", max_memory_per_child=300))}
    assert only("CK805", facts=run).fix == "--max-memory-per-child=300000"


def test_says_which_variable_may_change_it() -> None:
    value = replace(env("MAX", ""), value=300)
    assert only("CK805", worker_max_memory_per_child=value).message.endswith("unless MAX is set")


@pytest.mark.parametrize(
    "words",
    [
        {"worker_max_memory_per_child": 200_000},
        {"worker_max_memory_per_child": 40_000},
        {"worker_max_memory_per_child": 12_000_000},
        {"worker_max_memory_per_child": None},
        {"worker_max_memory_per_child": 0},
        {"worker_max_memory_per_child": "512MB"},
        {"worker_max_memory_per_child": True},
        {"worker_max_memory_per_child": unknown("MAX")},
        {"worker_max_memory_per_child": 200, "worker_pool": "threads"},
        {"worker_max_memory_per_child": 200, "facts": {"deployment": deployed(process("worker", complete=False))}},
        {},
    ],
)
def test_is_silent_where_it_may_be_in_kilobytes(words: dict[str, object]) -> None:
    assert found("CK805", **words) == []
