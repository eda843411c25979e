from __future__ import annotations

import threading

import pytest

from celerykit.findings import Thing
from celerykit.live.base import NotChecked
from celerykit.live.system import Side, System, system_of
from tests.rules.build import project


def test_asks_each_thing_once() -> None:
    asked = []

    def ask(system: System) -> int:
        asked.append(system)
        return len(asked)

    with system_of(project()) as system:
        assert [system.once(ask), system.once(ask)] == [1, 1]
        assert system.answered(ask) == 1


def test_says_the_same_reason_each_time() -> None:
    def ask(system: System) -> int:
        raise NotChecked("it is away")

    with system_of(project()) as system:
        for _ in range(2):
            with pytest.raises(NotChecked, match="it is away"):
                system.once(ask)
        assert system.answered(ask) is None


def test_gives_up_what_does_not_answer() -> None:
    released = threading.Event()

    def ask(system: System) -> bool:
        return released.wait(30)

    with system_of(project(), limit=0.05) as system, pytest.raises(NotChecked, match=r"no answer within 0.15 s"):
        system.once(ask)
    released.set()


def test_what_was_never_asked_has_no_answer() -> None:
    with system_of(project()) as system:
        assert system.answered(lambda _: 1) is None


def test_closes_what_was_opened() -> None:
    closed = []

    with system_of(project()) as system:
        system.closing.callback(closed.append, True)

    assert closed == [True]


def test_a_side_says_who_set_it_and_keeps_its_url_to_itself() -> None:
    side = Side(Thing("broker", "redis://:***@cache:6379/0"), "broker_url", "redis://:geheim@cache:6379/0", "conf.py:3")

    assert str(side) == "broker redis://:***@cache:6379/0 (broker_url, conf.py:3)"
    assert "geheim" not in repr(side)
