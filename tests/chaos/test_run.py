"""A very short run of what `make chaos` does for minutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.journal import lines
from tests.chaos.places import HOSTS
from tests.chaos.run import OURS, Row, fire
from tests.chaos.scenarios import Scenario, Told
from tests.chaos.setup import Work
from tests.workers import LOST

SHORT = Scenario(
    "short",
    Told("a pool process and a worker killed -9", ""),
    "Redis",
    "redis",
    "redis-redis",
    {"child": 1, "worker": 1},
    Work(tasks=150, rate=40.0),
)
ON_RABBITMQ = replace(SHORT, where="RabbitMQ, classic queues", host="rabbitmq", profile="rabbitmq-redis")
# Above what a task and a retry really take here.
VISIBLE = {"broker_transport_options": {"visibility_timeout": 8}}
SOON = {"worker_lost_wait": LOST}


@pytest.mark.servers
@pytest.mark.slow
def test_no_task_is_lost_on_rabbitmq_when_a_pool_process_and_a_worker_are_killed(tmp_path: Path) -> None:
    with HOSTS["rabbitmq"].open() as place:
        row = fire(ON_RABBITMQ, OURS, replace(place(), ours=SOON), 1, tmp_path)
    assert (row.counts.published, row.counts.completed, row.counts.lost) == (150, 150, ())
    assert was_hit(row, tmp_path)


@pytest.mark.servers
@pytest.mark.slow
def test_a_worker_killed_on_redis_loses_the_message_that_it_had_just_taken_and_no_more(tmp_path: Path) -> None:
    with HOSTS["redis"].open() as place:
        row = fire(SHORT, OURS, replace(place(), ours=SOON | VISIBLE), 1, tmp_path)
    counts = row.counts
    assert (counts.published, counts.completed + len(counts.lost), counts.stranded) == (150, 150, ())
    # kombu takes a message off the list before it notes who has it: a worker killed between the two loses that one.
    assert len(counts.lost) <= SHORT.faults["worker"]
    assert counts.begun == 0  # what a task has begun with was noted
    assert was_hit(row, tmp_path)


def was_hit(row: Row, folder: Path) -> bool:
    """Whether both faults struck, and the workers stopped well in the end."""
    downs = [words[3] for words in lines(folder / "workers") if words[1] == "down"]
    struck = "exited with 'signal 9 (SIGKILL)'" in said_by_workers(folder)
    return struck and downs == ["-9"] and (row.faults, row.exits, row.at_limit) == (2, 0, False)


def said_by_workers(folder: Path) -> str:
    return "".join(log.read_text(errors="replace") for log in folder.glob("worker-*"))
