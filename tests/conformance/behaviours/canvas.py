"""Tasks that are put together."""

from __future__ import annotations

from celery import chain, chord, group

from tests.conformance.behaviour import READ, Behaviour, expect
from tests.conformance.lab import Lab


def chained(lab: Lab) -> None:
    """A chain hands each result to the next task."""
    add = lab.station.task("add")
    got = lab.station.get(chain(add.s(1, 1), add.s(2), add.s(4))())
    expect(got == 8, f"the result was {got!r}")


def grouped(lab: Lab) -> None:
    """A group gives all its results, in order."""
    add = lab.station.task("add")
    got = lab.station.get(group(add.s(number, 1) for number in range(5))())
    expect(got == [1, 2, 3, 4, 5], f"the results were {got!r}")


def chorded(lab: Lab) -> None:
    """A chord's body runs once, after all of its header, with its results."""
    add, total = lab.station.task("add"), lab.station.task("total")
    got = lab.station.get(chord((add.s(number, 1) for number in range(5)), total.s())())
    expect(got == 15, f"the result was {got!r}")


BEHAVIOURS = (
    Behaviour("chain", chained, depends="pair", wants=READ, quick=True),
    Behaviour("group", grouped, depends="pair", wants=READ, quick=True),
    # The header's results are read by a worker, not by the sender.
    Behaviour("chord", chorded, depends="pair", wants={"results": "poll"}, quick=True),
)
