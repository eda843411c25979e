"""What is made of runs: ratios of rates, who goes first, and when to stop."""

from __future__ import annotations

from benchmarks.throughput.contests import Contestant
from benchmarks.throughput.tally import FEWEST, Tally, Times, around, rounds_left


def test_half_the_time_is_twice_the_rate() -> None:
    tally = Tally(Contestant("x", "price"))
    tally.add(Times(publishing=1.0, working=4.0), defaults=Times(publishing=2.0, working=1.0))
    assert (tally.published.values, tally.worked.values) == ((2.0,), (0.25,))


def test_a_pair_does_not_depend_on_how_busy_the_machine_was_in_another() -> None:
    tally = Tally(Contestant("x", "price"))
    for slowness in (1.0, 10.0, 3.0):
        tally.add(Times(slowness, 2 * slowness), defaults=Times(slowness, slowness))
    assert (tally.published.spread, tally.worked.spread) == ((1.0, 1.0), (0.5, 0.5))


def test_each_row_runs_beside_the_defaults_ahead_of_them_or_after_them() -> None:
    assert around(0, "abcde") == [(["a"], ["b"]), (["c"], ["d"]), (["e"], [])]


def test_rows_change_places_from_round_to_round() -> None:
    assert around(1, "abc") == [(["b"], ["a"]), ([], ["c"])]
    assert around(2, "abc") == around(0, "abc")


def test_a_busy_machine_gets_some_rounds_all_the_same() -> None:
    assert all(rounds_left(done, most=9, taken=1000, limit=1) for done in range(FEWEST))
    assert not rounds_left(FEWEST, most=9, taken=1000, limit=1)


def test_there_is_no_round_that_would_not_end_in_time() -> None:
    assert rounds_left(8, most=9, taken=80, limit=90)
    assert not rounds_left(8, most=9, taken=80, limit=89)


def test_a_quiet_machine_makes_no_more_rounds_than_asked_for() -> None:
    assert rounds_left(8, most=9, taken=1, limit=1000)
    assert not rounds_left(9, most=9, taken=1, limit=1000)
