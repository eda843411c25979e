"""Runs a contest: all its apps at once, each measured in pairs with Celery's defaults, round by round."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from benchmarks.throughput.contests import Contest, Contestant
from benchmarks.throughput.places import Places
from benchmarks.throughput.running import Entrant, NotMeasured, entered
from benchmarks.throughput.tally import Tally, Times, around, rounds_left

__all__ = ["measured"]

DEFAULTS = Contestant("Celery's defaults", "price")
WARM = 16  # tasks that do not count: connections are made, queues declared, modules loaded


def measured(
    contest: Contest, places: Places, *, rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Tally]:
    """A tally for each row. NotMeasured where the defaults themselves do not run.

    rounds: at most so many. seconds: for the whole contest, its start included; some rounds are made all the same.
    """
    begun = time.monotonic()
    with ExitStack() as stack:
        say(f"{contest.name}: starting {len(contest.rows) + 1} workers")
        defaults, *entrants = [_enter(stack, row, contest, places) for row in (DEFAULTS, *contest.rows)]
        defaults.run(WARM)
        tallies = [_warmed(entrant, say) for entrant in entrants]
        limit, ready = begun + seconds - time.monotonic(), time.monotonic()
        done = 0
        while rounds_left(done, most=rounds, taken=time.monotonic() - ready, limit=limit):
            _round(done, contest.tasks, defaults, list(zip(entrants, tallies, strict=True)), say)
            done += 1
            say(f"{contest.name}: round {done} of at most {rounds}, {time.monotonic() - begun:.0f} of {seconds:.0f} s")
    return tallies


def _enter(stack: ExitStack, row: Contestant, contest: Contest, places: Places) -> Entrant:
    broker_url, result_backend = places.broker(contest.broker), places.store(contest.store)
    row = replace(row, settings={**contest.settings, **row.settings})
    entrant = entered(row, broker_url=broker_url, result_backend=result_backend, frozen=contest.frozen)
    return stack.enter_context(entrant)


def _warmed(entrant: Entrant, say: Callable[[str], None]) -> Tally:
    tally = Tally(entrant.contestant)
    try:
        entrant.run(WARM)
    except NotMeasured as error:
        _give_up(tally, error, say)
    return tally


def _round(
    number: int,
    tasks: int,
    defaults: Entrant,
    rows: Sequence[tuple[Entrant, Tally]],
    say: Callable[[str], None],
) -> None:
    for before, after in around(number, [row for row in rows if not row[1].failed]):
        ran = [_ran(row, tasks, say) for row in before]
        below = defaults.run(tasks)
        ran += [_ran(row, tasks, say) for row in after]
        for (_, tally), times in zip((*before, *after), ran, strict=True):
            if times:
                tally.add(times, below)


def _ran(row: tuple[Entrant, Tally], tasks: int, say: Callable[[str], None]) -> Times | None:
    entrant, tally = row
    try:
        return entrant.run(tasks)
    except NotMeasured as error:
        _give_up(tally, error, say)
        return None


def _give_up(tally: Tally, error: NotMeasured, say: Callable[[str], None]) -> None:
    tally.failed = str(error).partition("\n")[0]
    say(f"not measured: {tally.contestant.name}: {error}")
