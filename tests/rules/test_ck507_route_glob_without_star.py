from __future__ import annotations

import pytest

from tests.rules.build import found, only, task, unknown
from tests.rules.entities import key_of


def test_a_glob_without_a_star_is_a_name() -> None:
    finding = only("CK507", task_routes={"proj.tasks.image_?": {"queue": "images"}})
    assert finding.severity == "error"
    assert finding.message == (
        "proj.tasks.image_? is taken for a task's whole name, as it holds no *: the route is never used"
    )
    assert finding.fix == 'write "proj.tasks.image_?" with a * in it'


def test_an_expression_in_a_text_is_a_name() -> None:
    finding = only("CK507", task_routes={r"^feed\.(a|b)": "feeds"})
    assert "is taken for a task's whole name: " in finding.message
    assert finding.fix == r"give it as re.compile('^feed\\.(a|b)')"


@pytest.mark.parametrize("written", [r"^feed\..*", ".*feed", r"feed\.(a|b).*", "feed..*"])
def test_an_expression_with_a_star_is_a_glob_that_matches_nothing(written: str) -> None:
    finding = only("CK507", task_routes={written: "feeds"})
    assert "is taken for a glob" in finding.message
    assert finding.fix.startswith("give it as re.compile(")


@pytest.mark.parametrize(
    "routes",
    [
        {"proj.tasks.image": "images"},
        {"proj.tasks.image_*": "images"},
        {"proj.[ab]*": "images"},
        {"proj.tas?s.*": "images"},
        {"*": "all"},
        {"proj-1.tasks.image": "images"},
        {key_of(r"^feed\..+"): "feeds"},
        unknown("routes()"),
        "proj.routers.route",
    ],
)
def test_is_silent_about_names_globs_and_expressions(routes: object) -> None:
    assert found("CK507", task_routes=routes) == []


def test_is_silent_where_a_task_has_that_very_name() -> None:
    assert found("CK507", task_routes={"proj.add(x)": "a"}, tasks=[task("proj.add(x)")]) == []
