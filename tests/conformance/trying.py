"""Behaviours into cells: each is tried, and whatever comes of it is a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from celerykit.values.secrets import hide_in_text
from tests.conformance.behaviour import Behaviour, DoesNotApply, Refused
from tests.conformance.cells import Cell, Outcome
from tests.conformance.lab import Lab

__all__ = ["try_all"]

Told = Callable[[Cell], None]

_LINES = 3  # of an error, in a note
_LONG = 400  # characters of a note
AT_ONCE = 4  # behaviours with workers of their own that run beside the shared ones


def try_all(lab: Lab, behaviours: Sequence[Behaviour], tell: Told, *, at_once: int = AT_ONCE) -> None:
    """Tries each of them on the lab's pair, and tells each cell as soon as it is known.

    at_once: how many of those with workers of their own run beside one another; 0 for one after the other.
    """
    left = []
    for behaviour in behaviours:
        if why := lab.pair.absent:
            tell(_cell(lab, behaviour, "not applicable", why))
        elif message := lab.refusal(behaviour.wants):
            tell(_cell(lab, behaviour, "refused", message))
        else:
            left.append(behaviour)
    shared = [behaviour for behaviour in left if not behaviour.own]
    own = [behaviour for behaviour in left if behaviour.own]
    if not at_once or not lab.pair.broker.processes:  # two workers in one process stop together
        _share(lab, shared, tell)
        _each(lab, own, tell)
        return
    with ThreadPoolExecutor(at_once) as pool:
        running = [pool.submit(_each, lab, [behaviour], tell) for behaviour in own]
        _share(lab, shared, tell)
        for one in running:
            one.result()


def _each(lab: Lab, behaviours: Iterable[Behaviour], tell: Told) -> None:
    with _Hand(lab) as hand:
        for behaviour in behaviours:
            tell(hand.tried(behaviour))


def _share(lab: Lab, behaviours: Iterable[Behaviour], tell: Told) -> None:
    """Those that share a worker; one that ends it is followed by a new worker."""
    left = list(behaviours)
    with _Hand(lab) as hand:
        while left:
            with ExitStack() as stack:
                try:
                    worker = stack.enter_context(lab.sharing())
                except Exception as error:
                    for behaviour in left:
                        tell(_cell(lab, behaviour, "broken", f"no worker: {_words(error)}"))
                    return
                while left and (worker is None or worker.alive()):
                    tell(hand.tried(left.pop(0)))


class _Hand:
    """A thread that tries one behaviour after the other, and is left behind when the time of one is up.

    One for all: a reply over rpc goes to a queue named for the thread that sent the task, and the name of a thread that
    has ended is given to the next.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._thread: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread:
            self._thread.shutdown()

    def tried(self, behaviour: Behaviour) -> Cell:
        """The cell that comes of it."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1)
        try:
            return self._thread.submit(_attempt, self._lab, behaviour).result(behaviour.limit)
        except TimeoutError:
            self._thread.shutdown(wait=False)
            self._thread = None
            return _cell(self._lab, behaviour, "broken", f"not over after {behaviour.limit:g} s")


def _attempt(lab: Lab, behaviour: Behaviour) -> Cell:
    try:
        return _cell(lab, behaviour, "kept", behaviour.attempt(lab) or "")
    except Refused as why:
        return _cell(lab, behaviour, "refused", str(why))
    except DoesNotApply as why:
        return _cell(lab, behaviour, "not applicable", str(why))
    except Exception as error:
        return _cell(lab, behaviour, "broken", _words(error))


def _words(error: Exception) -> str:
    """What an error says, on one line: without secrets, nor what differs from run to run."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()][:_LINES]
    kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
    text = _LIKE_A_PATH.sub("…", hide_in_text(" ".join(lines)))
    return f"{kind}{text}"[:_LONG]


def _cell(lab: Lab, behaviour: Behaviour, outcome: Outcome, note: str) -> Cell:
    return Cell(behaviour.name, lab.pair.broker.name, lab.pair.backend.name, outcome, note)


_LIKE_A_PATH = re.compile(r"(?<!:/)/(?:tmp|work|home|root|var)/[^\s'\"]*")
