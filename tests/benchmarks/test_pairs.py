"""What is made of the runs: pairs, their ratios, the middle and the spread."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.pairs import Command, Failed, Ratios, ratios_of


class Scripted:
    """Takes the seconds that it is told, and notes that it ran."""

    def __init__(self, name: str, seconds: list[float], ran: list[str]) -> None:
        self.name, self.script, self.ran = name, iter(seconds), ran

    def seconds(self) -> float:
        self.ran.append(self.name)
        return next(self.script)


def python(text: str, folder: Path, *, exits: frozenset[int] = frozenset({0})) -> Command:
    return Command([sys.executable, "-c", text], folder, {}, exits)


def test_a_ratio_is_that_of_one_pair_and_the_first_runs_do_not_count() -> None:
    ran: list[str] = []
    ours = Scripted("ours", [99, 2, 6, 4], ran)
    other = Scripted("other", [99, 1, 2, 4], ran)
    assert ratios_of(ours, other, 3).values == (2.0, 3.0, 1.0)


def test_pairs_take_turns_in_who_goes_first() -> None:
    ran: list[str] = []
    ratios_of(Scripted("ours", [1] * 4, ran), Scripted("other", [1] * 4, ran), 3)
    assert ran == ["ours", "other", "ours", "other", "other", "ours", "ours", "other"]


def test_one_slow_pair_does_not_move_the_middle() -> None:
    assert Ratios((1.0, 1.1, 1.2, 1.3, 9.0)).middle == 1.2


def test_half_of_the_pairs_lie_within_the_spread() -> None:
    assert Ratios((1.0, 1.1, 1.2, 1.3, 9.0)).spread == (1.1, 1.3)


def test_the_spread_of_one_pair_is_its_ratio() -> None:
    assert Ratios((1.25,)).spread == (1.25, 1.25)


def test_a_run_takes_as_long_as_its_program(tmp_path: Path) -> None:
    assert python("pass", tmp_path).seconds() > 0


def test_a_program_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"ended with 3: so it is"):
        python("print('so it is'); raise SystemExit(3)", tmp_path).seconds()


def test_a_validator_may_find_something(tmp_path: Path) -> None:
    assert python("raise SystemExit(1)", tmp_path, exits=frozenset({0, 1})).seconds() > 0
