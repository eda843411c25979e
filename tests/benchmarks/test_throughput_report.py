"""The table on the screen, the record, and the page of the documentation that is written from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.throughput.contests import CONTESTS, Contest, Contestant, only
from benchmarks.throughput.report import RECORD, record, table
from benchmarks.throughput.tally import Tally
from docs.generators import throughput as page

CONTROL = Contestant("nothing", "control")
PROFILE = Contestant("redis-redis", "profile", "redis-redis")
LEVER = Contestant('results = "none"', "lever", "redis-redis", intent={"results": "none"})
PRICE = Contestant("confirms", "price")
CONTEST = Contest("Servers", "redis", "redis", (CONTROL, PROFILE, LEVER, PRICE))
TALLIES = [
    Tally(CONTROL, [0.9, 1.1], [1.0, 1.4]),
    Tally(PROFILE, [1.0, 1.1, 1.2], [0.5, 0.6, 0.7]),
    Tally(LEVER, [1.5], [2.25]),
    Tally(PRICE, failed="the publisher has ended"),
]


def written(tmp_path: Path, text: str) -> str:
    (tmp_path / "docs" / "measured").mkdir(parents=True)
    (tmp_path / "docs" / "measured" / "throughput.json").write_text(text)
    return page.files(tmp_path)[tmp_path / "docs" / "throughput.md"]


def test_the_table_has_a_row_each_with_middle_and_spread() -> None:
    head, control, profile, lever, price = (" ".join(line.split()) for line in table(CONTEST, TALLIES))
    assert head == "Servers published half lie in worked half lie in"
    assert control == "defaults with nothing changed 1.00 0.95 to 1.05 1.20 1.10 to 1.30"
    assert profile == "redis-redis 1.10 1.05 to 1.15 0.60 0.55 to 0.65"
    assert lever == 'with results = "none" 1.50 1.50 to 1.50 2.25 2.25 to 2.25'
    assert price == "defaults with confirms not measured: the publisher has ended"


def test_the_record_holds_what_was_measured_and_on_what() -> None:
    kept = json.loads(record([(CONTEST, TALLIES)], {"Redis": "7.0"}))
    assert kept["on"]["Redis"] == "7.0"
    _, profile, _, price = kept["contests"][0]["rows"]
    assert (profile["rounds"], profile["published"]) == (3, {"middle": 1.1, "from": 1.05, "to": 1.15})
    assert price == {"name": "confirms", "part": "price", "profile": "", "failed": "the publisher has ended"}


def test_the_page_shows_the_record(tmp_path: Path) -> None:
    text = written(tmp_path, record([(CONTEST, TALLIES)], {"Redis": "7.0"}))
    assert "and Redis 7.0, on" in text
    assert "the row with the fewest has 1" in text
    assert "| nothing, for comparison | | **1.00** (0.95 to 1.05) | **1.20** (1.10 to 1.30) |" in text
    assert "| `redis-redis` | Servers | 1000 | **1.10** (1.05 to 1.15) | **0.60** (0.55 to 0.65) |" in text
    assert '| `results = "none"` | **1.50** (1.50 to 1.50) | **2.25** (2.25 to 2.25) | the result' in text
    assert "| confirms | `broker_transport_options.confirm_publish` | not measured | not measured |" in text


def test_what_is_measured_is_what_was_recorded_last() -> None:
    kept = json.loads(RECORD.read_text("utf-8"))["contests"]
    recorded = [(contest["name"], [(row["part"], row["name"]) for row in contest["rows"]]) for contest in kept]
    measured = [(contest.name, [(row.part, row.name) for row in contest.rows]) for contest in CONTESTS]
    assert recorded == measured, "make bench RECORD=1 measures them anew"


@pytest.mark.parametrize("contest", CONTESTS, ids=lambda contest: contest.name)
def test_a_contest_is_about_one_profile(contest: Contest) -> None:
    (profile,) = [row.profile for row in contest.rows if row.part == "profile"]
    assert {row.profile for row in contest.rows if row.part == "lever"} <= {profile}
    assert {row.profile for row in contest.rows if row.part == "price"} <= {""}


def test_every_row_says_what_it_is_and_what_it_gives_up() -> None:
    rows = [row for contest in CONTESTS for row in contest.rows]
    assert {row.name for row in rows if row.part == "lever"} == set(page.GIVES_UP)
    assert {row.name for row in rows if row.part == "price"} == set(page.PRICE_OF)


def test_rows_can_be_chosen_by_a_part_of_their_names() -> None:
    chosen = only(CONTEST, "none")
    assert chosen
    assert chosen.rows == (CONTROL, LEVER)
    assert only(CONTEST, "Serv") == CONTEST
    assert only(CONTEST, "nothing like it") is None
