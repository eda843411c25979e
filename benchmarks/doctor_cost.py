"""Prints how many tasks a second are left of a loaded broker while `celerykit doctor` looks at it again and again.

Each round has three runs of the same number of tasks, published and worked at full speed: alone, with a doctor at that
broker, and with a doctor at another one, which costs the machine as much and the broker nothing. What is compared is
within a round; what the broker pays is the third row, a doctor there against one elsewhere: 1 is nothing.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

# Run as a file, Python looks for modules beside it only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.pairs import Ratios
from benchmarks.throughput.contests import Contestant
from benchmarks.throughput.places import Places
from benchmarks.throughput.running import Entrant, NotMeasured, entered
from tests.servers.redis import redis_running
from tests.workers import celery_environment

PAUSE = 5.0  # seconds from the beginning of one look to that of the next
WARM = 100  # tasks that do not count
BROKERS: Mapping[str, str] = {"redis": "redis", "rabbitmq": "rpc"}
"""What is measured, and the result backend that goes with it."""


@dataclass
class Doctor:
    """A doctor that looks at a broker. looks: how often it did, and how many seconds each took."""

    folder: Path
    looks: list[float] = field(default_factory=list)
    failed: str = ""

    def look(self) -> None:
        """Once. What it finds does not matter; that it could look does."""
        command = [str(Path(sys.executable).with_name("celerykit")), "doctor", "celeryconfig", "--exit-zero"]
        begun = time.monotonic()
        done = subprocess.run(
            command, cwd=self.folder, env=celery_environment(), capture_output=True, text=True, timeout=60
        )
        self.looks.append(time.monotonic() - begun)
        if done.returncode:
            self.failed = f"celerykit doctor ended with {done.returncode}: {done.stdout}{done.stderr}"

    @contextmanager
    def again_and_again(self) -> Iterator[None]:
        """While the block runs, every `PAUSE` seconds; the block ends with the last look."""
        over = threading.Event()

        def looking() -> None:
            while not over.is_set():
                begun = time.monotonic()
                self.look()
                over.wait(max(0.0, PAUSE - (time.monotonic() - begun)))

        thread = threading.Thread(target=looking)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def main() -> int:
    """Measure, and print a row each. Exit code 1: a doctor could not look, or tasks did not run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=7, help="of three runs each (default: %(default)s)")
    parser.add_argument("--tasks", type=int, default=10000, help="of a run (default: %(default)s)")
    parser.add_argument("--only", choices=list(BROKERS), help="only this broker")
    arguments = parser.parse_args()
    # As after Ctrl-C, what was started is then stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = False
    head = f"{arguments.rounds} rounds of {arguments.tasks} tasks"
    print(f"{head:<42} rate  half lie in   looks  seconds each")
    with Places() as places, redis_running() as idle:
        for kind in [arguments.only] if arguments.only else BROKERS:
            try:
                rows = measured(kind, places, idle.fresh_pair(), rounds=arguments.rounds, tasks=arguments.tasks)
            except NotMeasured as error:
                print(f"{kind}: not measured: {error}".partition("\n")[0], flush=True)
                failed = True
                continue
            for name, ratios, doctor in rows:
                print(f"{kind + ', a doctor ' + name:<42}{row(ratios, doctor)}", flush=True)
                failed = failed or bool(doctor.failed)
    return int(failed)


def measured(
    kind: str, places: Places, idle: Sequence[str], *, rounds: int, tasks: int
) -> list[tuple[str, Ratios, Doctor]]:
    """For the doctor at that broker, and for one at the idle one: the rates of tasks, as parts of the rate alone.

    Then of the former's, as parts of the latter's.
    """
    broker, store = places.broker(kind), places.store(BROKERS[kind])
    defaults = Contestant("Celery's defaults", "price")
    with (
        TemporaryDirectory(prefix="celerykit-bench-") as folder,
        entered(defaults, broker_url=broker, result_backend=store, frozen=False) as entrant,
    ):
        here = _doctor(Path(folder, "here"), broker, store)
        elsewhere = _doctor(Path(folder, "elsewhere"), *idle)
        entrant.run(WARM)
        rates = [_round(number, entrant, tasks, here, elsewhere) for number in range(rounds)]
    return [
        ("there", _ratios(rates, "here", "alone"), here),
        ("elsewhere", _ratios(rates, "elsewhere", "alone"), elsewhere),
        ("there, not elsewhere", _ratios(rates, "here", "elsewhere"), here),
    ]


def _ratios(rates: Sequence[Mapping[str, float]], one: str, other: str) -> Ratios:
    return Ratios(tuple(each[one] / each[other] for each in rates))


def _round(number: int, entrant: Entrant, tasks: int, here: Doctor, elsewhere: Doctor) -> dict[str, float]:
    """Tasks a second, of each run; each round begins with another one."""
    runs = {"alone": nullcontext, "here": here.again_and_again, "elsewhere": elsewhere.again_and_again}
    names = list(runs)
    turn = number % len(names)
    rates = {}
    for name in names[turn:] + names[:turn]:
        with runs[name]():
            rates[name] = 1 / entrant.run(tasks).working
    return rates


def _doctor(folder: Path, broker: str, store: str) -> Doctor:
    folder.mkdir()
    (folder / "celeryconfig.py").write_text(f"broker_url = {broker!r}\nresult_backend = {store!r}\n")
    return Doctor(folder)


def row(ratios: Ratios, doctor: Doctor) -> str:
    """What is printed of one."""
    if doctor.failed:
        return f"not measured: {doctor.failed}"
    lower, upper = ratios.spread
    each = sum(doctor.looks) / len(doctor.looks)
    return f"{ratios.middle:5.2f}  {lower:.2f} to {upper:.2f}  {len(doctor.looks):5}  {each:.1f}"


if __name__ == "__main__":
    sys.exit(main())
