"""A doctor looks at a loaded broker for as long as it is measured, and what it costs is a ratio within a round."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from benchmarks import doctor_cost
from benchmarks.doctor_cost import Doctor, measured, row
from benchmarks.pairs import Ratios
from benchmarks.throughput.places import Places
from tests.servers.process import eventually


@pytest.mark.servers
@pytest.mark.slow
def test_each_round_has_a_doctor_at_the_broker_and_one_elsewhere(redis_urls: tuple[str, str]) -> None:
    with Places() as places:
        rows = measured("redis", places, redis_urls, rounds=2, tasks=20)
    (_, here, first), (_, elsewhere, second), (_, paid, _) = rows

    assert len(here.values) == len(elsewhere.values) == 2
    assert paid.values == pytest.approx([one / other for one, other in zip(here.values, elsewhere.values, strict=True)])
    assert min(*here.values, *elsewhere.values) > 0
    for doctor in (first, second):
        assert len(doctor.looks) >= 2
        assert doctor.failed == ""


def test_a_doctor_looks_again_until_the_block_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[threading.Thread] = []
    doctor = Doctor(tmp_path)
    monkeypatch.setattr(doctor_cost, "PAUSE", 0.0)
    monkeypatch.setattr(Doctor, "look", lambda _: looks.append(threading.current_thread()))

    with doctor.again_and_again():
        eventually(lambda: len(looks) >= 3, what="it looks three times")

    assert not looks[0].is_alive()


@pytest.mark.slow
def test_a_doctor_that_cannot_look_is_said(tmp_path: Path) -> None:
    doctor = Doctor(tmp_path)

    doctor.look()

    assert row(Ratios((1.0,)), doctor).startswith("not measured: celerykit doctor ended with 2: ")


def test_a_row_has_middle_spread_and_looks(tmp_path: Path) -> None:
    doctor = Doctor(tmp_path, [1.0, 2.0, 3.0])

    assert row(Ratios((0.9, 1.0, 1.1)), doctor).split() == ["1.00", "0.95", "to", "1.05", "3", "2.0"]
