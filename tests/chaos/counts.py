"""What became of every task of a run: from its notes, and from what the broker still held when no worker was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.chaos.journal import lines
from tests.chaos.plan import POISON
from tests.chaos.setup import Setup

__all__ = ["Counts", "Notes", "count", "read_notes"]


@dataclass(frozen=True, slots=True)
class Notes:
    """What a run noted down.

    accepted: the id of each task that was accepted, and when. refused: how many calls raised, by the error's name.
    calls: how many seconds each call took. started, finished: when each run of a task did, by id.
    """

    accepted: dict[str, float]
    refused: Counter[str]
    calls: tuple[float, ...]
    started: Mapping[str, Sequence[float]]
    finished: Mapping[str, Sequence[float]]

    @property
    def attempts(self) -> int:
        """How many calls returned or raised."""
        return len(self.calls)

    def latest(self) -> float:
        """When the last thing was noted; 0.0 where nothing was."""
        return max((time for times in (*self.started.values(), *self.finished.values()) for time in times), default=0.0)

    def unfinished(self) -> set[str]:
        """The accepted tasks, poison apart, that no run has finished yet."""
        return {task for task in self.accepted if not task.startswith(POISON)} - self.finished.keys()


@dataclass(frozen=True, slots=True)
class Counts:
    """published: accepted, poison apart. lost: accepted, never finished, and nowhere in the broker.

    stranded: accepted, never finished, and still in the broker: they would have come back after the run's end.
    begun: how many of the lost had started. twice: how many tasks finished more than once. stall: the longest time, in
    seconds, in which none finished, up to the last one that did. errors: publishing calls that raised, by the error's
    name. longest_call: seconds of the longest publishing call. starts: of the poison task that was tried most.
    """

    published: int
    completed: int
    lost: tuple[str, ...]
    stranded: tuple[str, ...]
    begun: int
    twice: int
    stall: float
    errors: dict[str, int]
    longest_call: float
    starts: int


def read_notes(setup: Setup) -> Notes:
    """What has been noted so far."""
    accepted: dict[str, float] = {}
    refused: Counter[str] = Counter()
    calls = []
    for time, what, task, length, *error in lines(setup.published):
        calls.append(float(length))
        if what == "accepted":
            accepted[task] = float(time)
        else:
            refused[error[0]] += 1
    runs: dict[str, dict[str, list[float]]] = {"started": {}, "finished": {}}
    for time, what, task, _process in lines(setup.runs):
        runs[what].setdefault(task, []).append(float(time))
    return Notes(accepted, refused, tuple(calls), runs["started"], runs["finished"])


def count(notes: Notes, held: Collection[str]) -> Counts:
    """held: the ids of the messages that were still in the broker, acknowledged by nobody."""
    missing = notes.unfinished()
    lost = missing.difference(held)
    good = [task for task in notes.accepted if not task.startswith(POISON)]
    return Counts(
        published=len(good),
        completed=len(good) - len(missing),
        lost=tuple(sorted(lost)),
        stranded=tuple(sorted(missing - lost)),
        begun=len(lost & notes.started.keys()),
        twice=sum(1 for task in good if len(notes.finished.get(task, ())) > 1),
        stall=_stall(notes),
        errors=dict(notes.refused),
        longest_call=max(notes.calls, default=0.0),
        starts=max((len(times) for task, times in notes.started.items() if task.startswith(POISON)), default=0),
    )


def _stall(notes: Notes) -> float:
    finished = sorted(time for times in notes.finished.values() for time in times)
    begin = min(notes.accepted.values(), default=0.0)
    # What finished before its publisher had noted that it was accepted.
    moments = [begin, *(time for time in finished if time > begin)]
    return max((after - before for before, after in pairwise(moments)), default=0.0)
