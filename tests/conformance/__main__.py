"""Tries the behaviours on the pairs, and writes what is found: `make conformance`.

A run that is asked for a part only replaces that part of what was found before.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conformance.behaviours import ALL, ROWS
from tests.conformance.cells import MEASURED, Cell, Found, merged, read, write
from tests.conformance.jobs import Job, run_job
from tests.conformance.pairs import BACKENDS, BROKERS, REFERENCE, Pair
from tests.conformance.supply import Servers
from tests.conformance.versions import versions
from tests.workers import celery_environment

# Pairs that are tried at a time: on two processors, more would be late for what they measure.
_AT_ONCE = 2


def main() -> int:
    """Exit code 1: something is broken that was not before."""
    arguments = _arguments()
    jobs = _jobs(arguments.broker, arguments.backend, arguments.behaviour)
    if not jobs:
        sys.exit("no pair and behaviour of these names")
    # Nothing that the caller's environment says of Celery is to be measured.
    environment = celery_environment()
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    before = read(arguments.into)
    cells: list[Cell] = []
    try:
        _run(jobs, cells)
    finally:  # a run that is broken off has found something too
        titles = [{kind.name: kind.title for kind in kinds} for kinds in (BROKERS, BACKENDS)]
        write(merged(before, Found(ROWS, *titles, versions(), cells)), arguments.into)
    return _told(cells, before)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    several = {"action": "append", "default": [], "metavar": "NAME"}
    parser.add_argument("--broker", choices=[kind.name for kind in BROKERS], **several)
    parser.add_argument("--backend", choices=[kind.name for kind in BACKENDS], **several)
    parser.add_argument("--behaviour", choices=[behaviour.name for behaviour in ALL], **several)
    parser.add_argument("--into", type=Path, default=MEASURED, help="the file (default: %(default)s)")
    return parser.parse_args()


def _jobs(brokers: Sequence[str], backends: Sequence[str], names: Sequence[str]) -> list[Job]:
    """What is asked for; those with the most to do first, so that the run does not end with one of them alone."""
    jobs = []
    for broker in BROKERS:
        for backend in BACKENDS:
            if (brokers and broker.name not in brokers) or (backends and backend.name not in backends):
                continue
            wanted = [
                behaviour.name
                for behaviour in ALL
                if (behaviour.depends == "pair" or backend.name == REFERENCE) and (not names or behaviour.name in names)
            ]
            if wanted:
                jobs.append(Job(Pair(broker, backend), tuple(wanted)))
    return sorted(jobs, key=lambda job: -len(job.behaviours))


def _run(jobs: Sequence[Job], cells: list[Cell]) -> None:
    """Adds each cell to `cells` as soon as it is known."""
    begun, broken_off = time.monotonic(), threading.Event()

    def tell(cell: Cell) -> None:
        if broken_off.is_set():  # what is killed here was not tried
            return
        cells.append(cell)
        shown = "" if cell.outcome in {"kept", "refused"} else f": {cell.note}"
        place = f"{cell.broker} with {cell.backend}"
        _say(f"{time.monotonic() - begun:6.0f} s  {place:32} {cell.behaviour:40} {cell.outcome}{shown}")

    servers = Servers()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running = [pool.submit(run_job, job, servers, tell) for job in jobs]
        try:
            for done in running:
                done.result()
        except BaseException:
            broken_off.set()
            for waiting in running:
                waiting.cancel()
            for process in multiprocessing.active_children():
                process.kill()
            raise
        finally:
            servers.stop()


def _told(cells: Sequence[Cell], before: Found) -> int:
    counts = Counter(cell.outcome for cell in cells)
    _say(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    known = {(cell.behaviour, cell.broker, cell.backend) for cell in before.cells if cell.outcome == "broken"}
    new = [
        cell for cell in cells if cell.outcome == "broken" and (cell.behaviour, cell.broker, cell.backend) not in known
    ]
    for cell in new:
        _say(f"broken, and was not before: {cell.broker} with {cell.backend}, {cell.behaviour}: {cell.note}")
    return 1 if new else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
