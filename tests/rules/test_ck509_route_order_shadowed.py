from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import key_of


def test_says_which_pattern_comes_first() -> None:
    finding = only("CK509", task_routes={"proj.*": {"queue": "all"}, "proj.media.*": {"queue": "media"}})
    assert finding.severity == "warning"
    assert finding.message == ("proj.media.* is never asked: proj.* comes before it and takes all its tasks, to all")
    assert finding.fix == "write proj.media.* before proj.*"
    assert labels(finding) == ["never asked", "takes all its tasks"]


def test_a_pattern_in_an_earlier_mapping_beats_a_name_in_a_later_one() -> None:
    finding = only("CK509", task_routes=[{"proj.*": "all"}, {"proj.add": "sums"}])
    assert finding.message.startswith("proj.add is never asked: proj.* comes before it")


def test_a_catch_all_takes_everything() -> None:
    assert len(found("CK509", task_routes={"*": "all", "proj.a.*": "a", "proj.b.*": "b"})) == 2


@pytest.mark.parametrize(
    "routes",
    [
        {"proj.media.*": "media", "proj.*": "all"},
        {"proj.*": "all", "proj.add": "sums"},
        {"proj.*": "all", "other.*": "other"},
        {"proj.*": "same", "proj.media.*": {"queue": "same"}},
        {"proj.*": unknown("QUEUE"), "proj.media.*": "media"},
        {"proj.media_?*": "a", "proj.media_*": "b"},
        {"proj.*_a": "a", "proj.*": "b"},
        {"proj.*": "all", key_of(r"proj\.media\."): "media"},
        [unknown("route"), {"proj.add": "sums"}],
        [{"proj.add": "a"}, {"proj.*": "b"}],
        unknown("routes()"),
    ],
)
def test_is_silent_where_each_has_its_turn(routes: object) -> None:
    assert found("CK509", task_routes=routes) == []


def test_an_option_beside_the_queue_makes_a_difference() -> None:
    routes = {"proj.*": {"queue": "a"}, "proj.media.*": {"queue": "a", "priority": 1}}
    assert only("CK509", task_routes=routes)
