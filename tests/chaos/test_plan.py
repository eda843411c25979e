"""The plan of a run comes from its seed alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.chaos.plan import POISON, Fault, faults, jobs
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.setup import Work


def test_the_same_seed_gives_the_same_plan() -> None:
    assert faults("worker", 4, 2000, 7) == faults("worker", 4, 2000, 7)
    assert jobs(Work(poison=3), 7) == jobs(Work(poison=3), 7)


def test_another_seed_gives_another_plan() -> None:
    assert faults("worker", 4, 2000, 7) != faults("worker", 4, 2000, 8)
    assert jobs(Work(poison=3), 7) != jobs(Work(poison=3), 8)


@pytest.mark.parametrize("seed", range(20))
def test_faults_strike_one_after_the_other_while_tasks_are_published(seed: int) -> None:
    moments = [fault.after for fault in faults("child", 12, 2000, seed)]
    assert len(moments) == 12
    assert all(before < after for before, after in pairwise(moments))
    assert moments[0] >= 100
    assert moments[-1] <= 1800


def test_nothing_is_planned_where_nothing_is_to_be_broken() -> None:
    assert faults("none", 0, 1000, 1) == ()


@pytest.mark.parametrize(("pick", "number"), [(0.0, 0), (0.49, 1), (0.5, 2), (0.999, 3), (1.0, 3)])
def test_a_fault_picks_one_of_those_that_are_there(pick: float, number: int) -> None:
    assert Fault("child", 1, pick).of(4) == number


def test_every_so_many_tasks_are_long() -> None:
    planned = jobs(Work(tasks=40, slow_every=20, slow=3.0), 1)
    assert [job.id for job in planned if job.seconds == 3.0] == ["task-20", "task-40"]
    assert len({job.id for job in planned}) == 40


@pytest.mark.parametrize("seed", range(5))
def test_poison_stands_among_good_tasks_and_not_at_their_end(seed: int) -> None:
    ids = [job.id for job in jobs(Work(tasks=100, poison=3), seed)]
    assert len(ids) == 103
    places = [place for place, name in enumerate(ids) if name.startswith(POISON)]
    assert len(places) == 3
    assert places[-1] < 83


def test_scenarios_have_names_of_their_own() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
