"""What will be published, and when what is broken: the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.chaos.setup import Work

__all__ = ["POISON", "Fault", "Job", "faults", "jobs"]

POISON = "poison"  # begins the id of a task that kills its process


@dataclass(frozen=True, slots=True)
class Job:
    """A task to be published. seconds: that it takes."""

    id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to be broken. after: how many tasks are published by then. pick: from 0 to 1, which of several."""

    kind: str
    after: int
    pick: float

    def of(self, size: int) -> int:
        """Which of `size` things it is about."""
        return min(int(self.pick * size), size - 1)


def jobs(work: Work, seed: int) -> tuple[Job, ...]:
    """What is published, in its order; poison stands anywhere but in the last fifth."""
    usual = [
        Job(f"task-{number}", work.slow if work.slow_every and number % work.slow_every == 0 else work.seconds)
        for number in range(1, work.tasks + 1)
    ]
    chance = random.Random(f"jobs {seed}")
    for number in range(work.poison):
        usual.insert(chance.randrange(max(1, work.tasks * 4 // 5)), Job(f"{POISON}-{number + 1}", 0))
    return tuple(usual)


def faults(kind: str, count: int, tasks: int, seed: int) -> tuple[Fault, ...]:
    """`count` faults over the time of publishing: one in each of as many equal parts, anywhere in it.

    The first twentieth and the last tenth are left in peace: something is to be under way at each.
    """
    chance = random.Random(f"faults {kind} {seed}")
    first, part = tasks / 20, tasks * 0.85 / max(1, count)
    return tuple(Fault(kind, int(first + part * (n + chance.random())), chance.random()) for n in range(count))
