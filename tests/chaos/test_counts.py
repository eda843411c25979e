"""No task is counted as lost that could still run, and none that is gone is counted as anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.chaos.counts import Notes, count, read_notes
from tests.chaos.journal import note
from tests.chaos.setup import Setup


def notes(
    accepted: Sequence[str],
    finished: dict[str, Sequence[float]] | None = None,
    started: dict[str, Sequence[float]] | None = None,
    calls: tuple[float, ...] = (0.1,),
) -> Notes:
    times = {task: float(number) for number, task in enumerate(accepted)}
    return Notes(times, Counter(), calls, started or finished or {}, finished or {})


def test_what_finished_is_not_lost() -> None:
    counts = count(notes(["a", "b"], {"a": [3.0], "b": [4.0]}), held=[])
    assert (counts.published, counts.completed, counts.lost, counts.stranded) == (2, 2, (), ())


def test_what_is_neither_finished_nor_held_is_lost() -> None:
    counts = count(notes(["a", "b"], {"a": [3.0]}), held=[])
    assert (counts.completed, counts.lost, counts.stranded) == (1, ("b",), ())


def test_what_the_broker_still_holds_is_stranded_and_not_lost() -> None:
    counts = count(notes(["a", "b"], {"a": [3.0]}), held=["b"])
    assert (counts.completed, counts.lost, counts.stranded) == (1, (), ("b",))


def test_what_finished_and_is_held_once_more_is_completed() -> None:
    counts = count(notes(["a"], {"a": [3.0]}), held=["a"])
    assert (counts.completed, counts.lost, counts.stranded, counts.twice) == (1, (), (), 0)


def test_a_held_message_of_somebody_else_hides_no_loss() -> None:
    assert count(notes(["a"]), held=["x", "y"]).lost == ("a",)


def test_a_task_that_started_and_never_finished_is_lost_and_had_begun() -> None:
    counts = count(notes(["a", "b"], started={"a": [3.0]}), held=[])
    assert (counts.lost, counts.begun) == (("a", "b"), 1)


def test_a_second_start_alone_is_not_a_second_run() -> None:
    assert count(notes(["a"], {"a": [9.0]}, started={"a": [3.0, 8.0]}), held=[]).twice == 0


def test_tasks_are_counted_that_finished_more_than_once() -> None:
    assert count(notes(["a", "b"], {"a": [3.0, 4.0, 5.0], "b": [4.0]}), held=[]).twice == 1


def test_a_refused_task_that_ran_all_the_same_is_not_counted() -> None:
    counts = count(notes(["a"], {"a": [3.0], "refused": [3.0]}), held=[])
    assert (counts.published, counts.completed, counts.lost) == (1, 1, ())


def test_poison_is_told_apart() -> None:
    counts = count(notes(["a", "poison-1"], {"a": [3.0]}, started={"a": [2.0], "poison-1": [2.0, 7.0]}), held=[])
    assert (counts.published, counts.lost, counts.starts) == (1, (), 2)


@pytest.mark.parametrize(
    ("finished", "stall"),
    [({}, 0.0), ({"a": [5.0]}, 5.0), ({"a": [1.0], "b": [3.0]}, 2.0), ({"a": [1.0, 9.0], "b": [3.0]}, 6.0)],
)
def test_a_stall_is_the_longest_time_without_a_completion(finished: dict[str, Sequence[float]], stall: float) -> None:
    assert count(notes(["a", "b"], finished), held=[]).stall == stall


def test_notes_of_all_processes_come_together(tmp_path: Path) -> None:
    setup = Setup(tmp_path, None, "memory://", "cache+memory://")
    note(setup.published, "accepted", "a", "0.25")
    note(setup.published, "refused", "b", "2.5", "OperationalError")
    note(setup.runs, "started", "a", 1)
    note(setup.runs, "finished", "a", 1)
    counts = count(read_notes(setup), held=[])
    assert (counts.published, counts.completed, counts.lost) == (1, 1, ())
    assert counts.errors == {"OperationalError": 1}
    assert counts.longest_call == 2.5


def test_a_run_without_notes_comes_to_nothing(tmp_path: Path) -> None:
    counts = count(read_notes(Setup(tmp_path, None, "memory://", "cache+memory://")), held=[])
    assert (counts.published, counts.lost, counts.longest_call) == (0, (), 0.0)
