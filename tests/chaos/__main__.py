"""Runs the at-least-once profiles under fire, each beside Celery's defaults, and prints what became of the tasks."""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.places import HOSTS, Place
from tests.chaos.record import heading, line, record
from tests.chaos.run import DEFAULTS, OURS, Row, fire
from tests.chaos.scenarios import SCENARIOS, Scenario

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count


def main() -> int:
    """Prints a line for each run. Exit code 1: some could not be made, and their names stand in the last line."""
    arguments = _arguments()
    for ending in (signal.SIGINT, signal.SIGTERM):
        # Also where whoever started us ignores them, as a shell does for what it runs in the background.
        signal.signal(ending, signal.default_int_handler)
    chosen = [scenario for scenario in SCENARIOS if arguments.only in scenario.name]
    left = {f"{scenario.name} {configuration}" for scenario in chosen for configuration in (OURS, DEFAULTS)}
    _say(heading())
    try:
        with TemporaryDirectory(prefix="celerykit-chaos-") as folder:
            end = time.monotonic() + arguments.limit * 60
            with closing(_rows(chosen, arguments.seed, arguments.keep or Path(folder), end)) as rows:
                for row in rows:
                    _say(line(row))
                    left.remove(f"{row.scenario} {row.configuration}")
                    if arguments.record:
                        record(row)
    except KeyboardInterrupt:
        _complain("interrupted; workers and servers are stopped")
        return INTERRUPTED
    if left:
        _complain(f"not measured, as they failed or the time was up: {', '.join(sorted(left))}")
    return 1 if left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="only the scenarios with this in their names")
    parser.add_argument("--seed", type=int, default=1, help="of the tasks and the faults (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=30, help="minutes; no run begins later (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="a new folder for the notes and logs of each run")
    parser.add_argument("--record", action="store_true", help="put each row into docs/measured/chaos.json")
    arguments = parser.parse_args()
    names = [scenario.name for scenario in SCENARIOS]
    if not any(arguments.only in name for name in names):
        parser.error(f"no scenario has {arguments.only!r} in its name; there are {', '.join(names)}")
    if arguments.keep and arguments.keep.exists():
        parser.error(f"{arguments.keep} is there already")
    return arguments


def _rows(chosen: Sequence[Scenario], seed: int, folder: Path, end: float) -> Generator[Row, None, None]:
    for host, scenarios in groupby(chosen, key=lambda scenario: scenario.host):
        if time.monotonic() > end:
            return
        try:
            with HOSTS[host].open() as place:
                for scenario in scenarios:
                    for configuration in (OURS, DEFAULTS):
                        if time.monotonic() < end:
                            yield from _row(scenario, configuration, place, seed, folder)
        except Exception:  # what runs on other servers is worth having all the same
            _complain(f"{host}: the servers failed\n{traceback.format_exc()}")


def _row(scenario: Scenario, configuration: str, place: Callable[[], Place], seed: int, folder: Path) -> Iterator[Row]:
    run = folder / f"{scenario.name}-{configuration}"
    run.mkdir(parents=True)
    try:
        yield fire(scenario, configuration, place(), seed, run)
    except Exception:  # the other runs are worth having all the same
        _complain(f"{scenario.name} {configuration}: failed\n{traceback.format_exc()}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
