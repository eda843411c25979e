"""Prints tasks per second, as multiples of what Celery's defaults do: `make bench`; `--record` is for the docs."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.throughput.contests import CONTESTS, Contest, only
from benchmarks.throughput.measuring import measured
from benchmarks.throughput.places import Places
from benchmarks.throughput.report import RECORD, record, table
from benchmarks.throughput.running import NotMeasured
from benchmarks.throughput.tally import Tally

MINUTES = 12.0
FEWEST_TASKS = 2
ROUNDS = 25


def main() -> int:
    """Measure, and print a table for each contest. Exit code 1: something could not be measured."""
    arguments = _arguments()
    # As after Ctrl-C, what was started is then stopped; a shell starts what runs in the background without SIGINT.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    contests = [contest for whole in CONTESTS if (contest := only(whole, arguments.only))]
    if arguments.tasks:
        contests = [replace(contest, tasks=arguments.tasks) for contest in contests]
    end = time.monotonic() + arguments.minutes * 60
    with Places() as places:
        done = [
            (contest, _measured(contest, places, contests[number:], end)) for number, contest in enumerate(contests)
        ]
        servers = places.versions()
    if arguments.record:
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text(record(done, servers), "utf-8")
        _say("recorded; docs/generate.py writes the page from it")
    return int(any(tally.failed for _, tallies in done for tally in tallies))


def _measured(contest: Contest, places: Places, left: Sequence[Contest], end: float) -> list[Tally]:
    """A contest gets the share of the time left that its rows are of the rows left."""
    share = len(contest.rows) / sum(len(other.rows) for other in left)
    seconds = max(0.0, end - time.monotonic()) * share
    try:
        tallies = measured(contest, places, rounds=ROUNDS, seconds=seconds, say=_say)
    except NotMeasured as error:
        _say(f"{contest.name}: Celery's defaults: {error}")
        tallies = [Tally(row, failed="Celery's defaults did not run") for row in contest.rows]
    print("\n".join(["", *table(contest, tallies)]), flush=True)
    return tallies


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for all of it (default: %(default)s)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the rows with this text in them")
    parser.add_argument("--tasks", type=int, metavar="NUMBER", help="of a run, for a quick look")
    parser.add_argument("--record", action="store_true", help="write docs/measured/throughput.json")
    arguments = parser.parse_args()
    if arguments.tasks is not None and arguments.tasks < FEWEST_TASKS:
        parser.error(f"--tasks takes {FEWEST_TASKS} or more: what is measured is what follows the first")
    if arguments.record and arguments.only:
        parser.error("--record takes all rows, and --only leaves some out")
    return arguments


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
