"""A very short run of what `make chaos` does for minutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.journal import lines
from tests.chaos.places import HOSTS
from tests.chaos.run import OURS, fire
from tests.chaos.scenarios import Scenario, Told
from tests.chaos.setup import Work

SHORT = Scenario(
    "short",
    Told("a pool process and a worker killed -9", ""),
    "Redis",
    "redis",
    "redis-redis",
    {"child": 1, "worker": 1},
    Work(tasks=150, rate=40.0),
)
# Above what a task and a retry really take here.
SOON = {"broker_transport_options": {"visibility_timeout": 8}}


@pytest.mark.servers
@pytest.mark.slow
def test_no_task_is_lost_when_a_pool_process_and_a_worker_are_killed(tmp_path: Path) -> None:
    with HOSTS["redis"].open() as place:
        row = fire(SHORT, OURS, replace(place(), ours=SOON), 1, tmp_path)
    assert (row.counts.published, row.counts.completed, row.counts.lost) == (150, 150, ())
    assert (row.faults, row.exits, row.at_limit) == (2, 0, False)
    assert "exited with 'signal 9 (SIGKILL)'" in said_by_workers(tmp_path)
    assert [words[3] for words in lines(tmp_path / "workers") if words[1] == "down"] == ["-9"]


def said_by_workers(folder: Path) -> str:
    return "".join(log.read_text(errors="replace") for log in folder.glob("worker-*"))
