"""Pairs, each tried in a process of its own: what crashes or hangs there is a cell, not the end of the run."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conformance.behaviours import ALL
from tests.conformance.cells import Cell
from tests.conformance.pairs import BACKENDS, BROKERS, Address, Pair, by_name
from tests.conformance.supply import Supply

__all__ = ["Job", "run_job"]

_LONGEST = 900.0  # seconds that a pair may take


@dataclass(frozen=True, slots=True)
class Job:
    """A pair, and the names of the behaviours to try on it."""

    pair: Pair
    behaviours: tuple[str, ...]


def run_job(job: Job, supply: Supply, tell: Callable[[Cell], None]) -> None:
    """Tries them in a process that ends with this one, and tells each cell; of what it did not get to, too."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_in_process, args=(theirs, job.pair.broker.name, job.pair.backend.name, job.behaviours), daemon=False
    )
    process.start()
    theirs.close()
    told: set[str] = set()
    try:
        _listen(ours, supply, lambda cell: (told.add(cell.behaviour), tell(cell)))
    finally:
        ours.close()
        process.join(30)
        process.kill()
        process.join()
    for name in job.behaviours:
        if name not in told:
            why = f"the process that tried it ended with {process.exitcode}"
            tell(Cell(name, job.pair.broker.name, job.pair.backend.name, "broken", why))


def _listen(connection: Connection, supply: Supply, tell: Callable[[Cell], object]) -> None:
    """Answers what the process asks, until it is done, gone, or out of time."""
    end = time.monotonic() + _LONGEST
    while connection.poll(max(0.0, end - time.monotonic())):
        try:
            said = connection.recv()
        except EOFError:
            return
        if isinstance(said, Cell):
            tell(said)
            continue
        if said is None:
            return
        role, name, tls = said
        try:
            connection.send(supply.broker(name) if role == "broker" else supply.backend(name, tls=tls))
        except Exception as error:
            connection.send(error)


class _Asking:
    """The supply, asked over a pipe; from several threads, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock, self._writing = threading.Lock(), threading.Lock()

    def broker(self, name: str) -> Address:
        return self._ask(("broker", name, False))

    def backend(self, name: str, *, tls: bool) -> Address:
        return self._ask(("backend", name, tls))

    def tell(self, cell: Cell | None) -> None:
        """Hands over a cell; None when all is done."""
        with self._writing:
            self._connection.send(cell)

    def _ask(self, question: tuple[str, str, bool]) -> Address:
        with self._lock:
            with self._writing:
                self._connection.send(question)
            answer: Any = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _in_process(connection: Connection, broker: str, backend: str, names: Sequence[str]) -> None:
    from tests.conformance.lab import Lab
    from tests.conformance.trying import try_all

    faulthandler.enable()
    logging.disable(logging.CRITICAL)  # each of hundreds of loads has the same to say
    pair = Pair(by_name(BROKERS, broker), by_name(BACKENDS, backend))
    asking = _Asking(connection)
    with TemporaryDirectory(prefix=f"celerykit-{broker}-{backend}-", ignore_cleanup_errors=True) as folder:
        lab = Lab(pair, asking, Path(folder))
        try_all(lab, [behaviour for behaviour in ALL if behaviour.name in names], asking.tell)
        asking.tell(None)
    sys.stdout.flush()
    # Threads of behaviours that ran out of time must not hold the process.
    os._exit(0)
