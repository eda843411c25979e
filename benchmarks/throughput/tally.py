"""What is made of the runs: how much faster than Celery's defaults, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from benchmarks.pairs import Ratios
from benchmarks.throughput.contests import Contestant

__all__ = ["FEWEST", "Tally", "Times", "around", "rounds_left"]

Row = TypeVar("Row")

FEWEST = 3  # rounds: below that there is no spread to speak of


@dataclass(frozen=True, slots=True)
class Times:
    """How many seconds a task took to publish in one run, and how many to be done."""

    publishing: float
    working: float


@dataclass
class Tally:
    """What was measured of one contestant. Ratios are of rates: 2 is twice as many tasks a second as the defaults.

    failed: why it was given up, "" while it was not.
    """

    contestant: Contestant
    publishing: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)
    failed: str = ""

    def add(self, ours: Times, defaults: Times) -> None:
        """Notes a pair of runs."""
        self.publishing.append(defaults.publishing / ours.publishing)
        self.working.append(defaults.working / ours.working)

    @property
    def published(self) -> Ratios:
        """Of the rates of publishing."""
        return Ratios(tuple(self.publishing))

    @property
    def worked(self) -> Ratios:
        """Of the rates of working."""
        return Ratios(tuple(self.working))


def around(number: int, rows: Sequence[Row]) -> list[tuple[list[Row], list[Row]]]:
    """The rows of a round as they run: some ahead of a run of the defaults, and some after it.

    So each row runs side by side with the defaults, which run once for two rows. The next round has them change places.
    """
    couples = [rows[start : start + 2] for start in range(0, len(rows), 2)]
    halves = [(list(couple[:1]), list(couple[1:])) for couple in couples]
    return halves if number % 2 == 0 else [(after, before) for before, after in halves]


def rounds_left(done: int, *, most: int, taken: float, limit: float) -> bool:
    """Whether there is time for another round. taken: seconds for those that are done. limit: seconds for all."""
    if done < FEWEST:
        return True
    return done < most and taken + taken / done <= limit
