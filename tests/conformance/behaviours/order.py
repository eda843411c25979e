"""Which task runs where, and which first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.conformance.behaviour import Behaviour, expect, times
from tests.conformance.lab import Lab

_PRIORITIES = ("low", "normal", "high")
_WISH: Mapping[str, object] = {"priorities": list(_PRIORITIES)}
_EACH = 5  # tasks of each priority


def routing(lab: Lab) -> None:
    """A task that a route sends to another queue waits for a worker of that queue."""
    routes = {"conformance.noted": {"queue": "other"}}
    with (
        lab.at("routing", queues={"first": {}, "other": {}}, settings={"task_routes": routes}) as station,
        station.worker("-Q", "first", "-n", "first@%h"),
    ):
        key = station.key("routed")
        sent = station.task("noted").delay(key)
        for _ in range(3):  # as many as could have overtaken it
            station.get(station.task("add").delay(1, 1))
        expect(not station.notes(key), "the worker of the first queue ran it")
        with station.worker("-Q", "other", "-n", "other@%h"):
            station.get(sent)
            workers = [note.worker.partition("@")[0] for note in station.notes(key)]
            expect(len(workers) == 1, f"it ran {times(len(workers))}")
            expect(workers == ["other"] or not lab.pair.broker.processes, f"it ran on {workers}")


def priority_order(lab: Lab) -> None:
    """Of tasks that wait, the urgent run first: `config.priority("high")` before normal before low."""
    order = _order(lab, _PRIORITIES)
    wanted = [name for name in reversed(_PRIORITIES) for _ in range(_EACH)]
    expect(order == wanted, f"the order was {_short(order)}")


def default_priority(lab: Lab) -> None:
    """A task without a priority runs as the default one: after those of high, before those of low."""
    order = _order(lab, ("low", "none", "high"))
    wanted = [name for name in ("high", "none", "low") for _ in range(_EACH)]
    expect(order == wanted, f"the order was {_short(order)}")


def _order(lab: Lab, names: Sequence[str]) -> list[str]:
    """The priorities of tasks in the order in which they ran, that were sent in turns and waited for a worker."""
    with lab.at("priorities", _WISH) as station:
        key = station.key("order")
        for _ in range(_EACH):
            for name in names:
                said = {} if name == "none" else {"priority": station.config.priority(name)}
                station.task("noted").apply_async((key, name), **said)
        with station.worker("-c", "1"):
            return [note.what for note in station.noted(key, _EACH * len(names))]


def _short(order: Sequence[str]) -> str:
    return ", ".join(order)


def rate_limit(lab: Lab) -> None:
    """Six tasks of a kind that may run twice a second take two seconds at least."""
    station = lab.station
    key = station.key("limited")
    for _ in range(6):
        station.task("limited").delay(key)
    began = [note.time for note in station.noted(key, 6)]
    length = max(began) - min(began)
    expect(length >= 2, f"they took {length:.1f} s")


BEHAVIOURS = (
    Behaviour("routing to queues", routing, own=True, limit=200),
    Behaviour("priority order", priority_order, wants=_WISH, own=True, limit=200),
    Behaviour("default priority", default_priority, wants=_WISH, own=True, limit=200),
    Behaviour("rate limit", rate_limit),
)
