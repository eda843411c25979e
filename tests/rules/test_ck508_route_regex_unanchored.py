from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task
from tests.rules.entities import key_of

TASKS = [task("feed.refresh"), task("feeds.purge"), task("proj.mail.send")]


def test_an_expression_that_begins_with_a_dot_matches_nothing() -> None:
    finding = only("CK508", task_routes={key_of(r"\.feed"): "feeds"})
    assert finding.message == r"\.feed is compared from the start of a task's name, and matches none"
    assert finding.fix == r're.compile(r".*\.feed")'


def test_one_that_would_match_further_on() -> None:
    finding = only("CK508", task_routes={key_of(r"mail\.send"): "mail"}, tasks=TASKS)
    assert finding.message == r"mail\.send is compared from the start of a task's name, and matches none"


def test_one_that_ends_in_the_middle_of_a_word() -> None:
    finding = only("CK508", task_routes={key_of("feed"): "feeds"}, tasks=TASKS)
    assert finding.severity == "warning"
    assert finding.message == "feed ends before the name does, and takes feeds.purge too"
    assert finding.fix == r're.compile(r"feed(\.|$)")'
    assert labels(finding) == ["the route", "taken too"]


@pytest.mark.parametrize(
    "written",
    [r"feed\.", r"feed(\.|$)", r"feeds?\.", "proj", r".*\.send", r"other\.x", "fee", "proj.mail.s"],
)
def test_is_silent_about_expressions_that_end_well(written: str) -> None:
    assert found("CK508", task_routes={key_of(written): "q"}, tasks=TASKS) == []


def test_is_silent_about_globs_and_names_and_unknown_tasks() -> None:
    assert found("CK508", task_routes={"feed*": "q", "feed": "r", key_of("feed"): "s"}) == []
