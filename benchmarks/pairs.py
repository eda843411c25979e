"""Two programs against each other, as whole processes, in pairs: what is compared is the ratio within each pair.

A machine that is busy for a while slows both runs of a pair, so the ratios say more than the times do.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Protocol

__all__ = ["Command", "Failed", "Ratios", "Timed", "ratios_of"]


class Failed(Exception):
    """A program that is measured ended with an exit code that was not expected."""


class Timed(Protocol):
    """What can be run and timed."""

    def seconds(self) -> float:
        """How long one run takes."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run. exits: the codes that it may end with; a validator that finds something ends with 1."""

    words: Sequence[str]
    folder: Path
    env: Mapping[str, str]
    exits: frozenset[int] = frozenset({0})

    def seconds(self) -> float:
        """How long one run takes. Raises Failed, with what the program said, where it fails."""
        begun = time.perf_counter()
        done = subprocess.run(list(self.words), cwd=self.folder, env=dict(self.env), capture_output=True, timeout=300)
        taken = time.perf_counter() - begun
        if done.returncode not in self.exits:
            said = (done.stdout + done.stderr).decode(errors="replace").strip()
            raise Failed(f"{' '.join(self.words)} ended with {done.returncode}: {said}")
        return taken


@dataclass(frozen=True, slots=True)
class Ratios:
    """The ratios of all pairs."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Their median."""
        return median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles: half of the pairs lie between them."""
        if len(self.values) == 1:
            return self.values[0], self.values[0]
        lower, _, upper = quantiles(self.values, n=4, method="inclusive")
        return lower, upper


def ratios_of(first: Timed, second: Timed, pairs: int) -> Ratios:
    """How many times as long `first` takes as `second`; each pair in the other order than the one before.

    A run of each goes ahead and does not count: it writes the compiled modules, and warms the file cache.
    """
    first.seconds()
    second.seconds()
    values = []
    for number in range(pairs):
        if number % 2:
            below = second.seconds()
            above = first.seconds()
        else:
            above = first.seconds()
            below = second.seconds()
        values.append(above / below)
    return Ratios(tuple(values))
