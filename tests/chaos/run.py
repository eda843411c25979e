"""One run: workers, a publisher, faults; then what became of every task."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.counts import Counts, Notes, count, read_notes
from tests.chaos.journal import note
from tests.chaos.places import HOSTS, Place
from tests.chaos.plan import POISON, faults
from tests.chaos.scenarios import Scenario
from tests.chaos.setup import Setup
from tests.chaos.workers import ROOT, Workers, environment, running_workers
from tests.servers.process import PACE, Running, eventually, started

__all__ = ["DEFAULTS", "OURS", "Row", "fire"]

OURS, DEFAULTS = "profile", "defaults"
LIMIT = 180.0  # seconds that publishing, and then settling, may take
# Seconds in which nothing happens any more, beyond those after which dead workers' tasks come back. Celery tries to
# reach a lost broker every few seconds.
QUIET = 15.0
# Seconds after which the broker is asked whether there is anything left to wait for: the longest task takes 3.
LOOK = 5.0
OVER = frozenset({"SUCCESS", "FAILURE", "REVOKED"})


@dataclass(frozen=True, slots=True)
class Row:
    """What one run came to. exits: workers that ended though nobody had brought them down.

    states: what the result backend says of the lost tasks. poison: the same of the poison tasks. at_limit: it was
    ended by the clock, with tasks left.
    """

    scenario: str
    configuration: str
    seed: int
    faults: int
    exits: int
    counts: Counts
    states: dict[str, int]
    poison: dict[str, int]
    at_limit: bool

    def as_data(self) -> dict[str, object]:
        """For JSON; of lost and stranded tasks their number."""
        data: dict[str, object] = asdict(self)
        del data["counts"]
        counts = asdict(self.counts) | {"lost": len(self.counts.lost), "stranded": len(self.counts.stranded)}
        return data | counts | {name: round(counts[name], 1) for name in ("stall", "longest_call")}


def fire(scenario: Scenario, configuration: str, place: Place, seed: int, folder: Path) -> Row:
    """Runs a scenario under its profile (`OURS`) or under Celery's defaults. folder: where everything is noted."""
    setup = Setup(
        folder=folder,
        profile=scenario.profile if configuration == OURS else None,
        broker_url=place.broker_url,
        result_backend=place.result_backend,
        seed=seed,
        work=scenario.work,
        settings={**place.reach, **(place.ours if configuration == OURS else scenario.plain)},
    )
    setup.write()
    host = HOSTS[scenario.host]
    with running_workers(setup) as workers:
        struck = _publish_under_fire(scenario, setup, workers, place)
        at_limit = not _settled(setup, place, QUIET + (host.comes_back if configuration == OURS else 0))
    notes = read_notes(setup)
    counts = count(notes, place.held())
    return Row(
        scenario=scenario.name,
        configuration=configuration,
        seed=seed,
        faults=struck,
        exits=workers.exits(),
        counts=counts,
        states=_states(setup, counts.lost),
        poison=_states(setup, _poison(notes)),
        at_limit=at_limit,
    )


def _publish_under_fire(scenario: Scenario, setup: Setup, workers: Workers, place: Place) -> int:
    """Publishes everything, and lets each fault strike in its time; how many did."""
    planned = [faults(kind, count, setup.work.tasks, setup.seed) for kind, count in scenario.faults.items()]
    plan = sorted((fault for each in planned for fault in each), key=lambda fault: fault.after)
    with _publishing(setup) as publisher:
        for fault in plan:
            _wait_for(fault.after, setup, publisher)
            strike = workers.strike if fault.kind in {"child", "worker", "main", "stop"} else place.strike
            note(setup.folder / "faults", fault.kind, "begin")
            said = strike(fault)
            note(setup.folder / "faults", fault.kind, said.replace(" ", "_"))
        eventually(lambda: not publisher.alive(), limit=LIMIT, what="everything is published")
    expected = setup.work.tasks + setup.work.poison
    assert read_notes(setup).attempts == expected, f"the publisher ended early:\n{publisher.tail()}"
    return len(plan)


def _wait_for(published: int, setup: Setup, publisher: Running) -> None:
    eventually(
        lambda: read_notes(setup).attempts >= published or not publisher.alive(),
        limit=LIMIT,
        what=f"{published} tasks are published",
    )


@contextmanager
def _publishing(setup: Setup) -> Iterator[Running]:
    command = [sys.executable, "-m", "tests.chaos.publish"]
    with started(command, log=setup.folder / "publisher", cwd=ROOT, env=environment(setup)) as publisher:
        yield publisher


def _settled(setup: Setup, place: Place, quiet: float) -> bool:
    """Waits until all is finished, or can no longer be; False when the time was up before.

    That is when nothing has happened for `quiet` seconds, or for a few while the broker has nothing left.
    """
    begin, look = time.monotonic(), LOOK
    while time.monotonic() < begin + LIMIT:
        notes = read_notes(setup)
        if not notes.unfinished() and not _states(setup, _poison(notes)).keys() - OVER:
            return True
        idle = time.monotonic() - max(begin, notes.latest())
        if idle > quiet:
            return True
        if idle > look:
            if not place.left():
                return True
            look += LOOK
        time.sleep(PACE)
    return False


def _poison(notes: Notes) -> list[str]:
    return [task for task in notes.accepted if task.startswith(POISON)]


def _states(setup: Setup, tasks: Iterable[str]) -> dict[str, int]:
    """What the result backend says of these tasks: how many are in which state."""
    wanted = list(tasks)
    if not wanted:
        return {}
    from celery import Celery

    with Celery(set_as_current=False, backend=setup.result_backend) as app:
        app.conf.result_backend_transport_options = setup.settings.get("result_backend_transport_options", {})
        return dict(Counter(app.backend.get_state(task) for task in wanted))
