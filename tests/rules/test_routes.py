from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.project import Opaque
from celerykit.rules.routes import Route, queue_of, routes
from tests.rules.build import known, project, unknown
from tests.rules.entities import key_of, pattern

PAIRS = [("proj.*", {"queue": "a"}), (pattern(r"proj\.b"), "b"), ("proj.c", unknown("C"))]


def written(value: object) -> list[tuple[str, str]]:
    return [(route.kind, route.written) for route in routes(project(task_routes=value)).all]


def of(value: object, name: str) -> object:
    found = routes(project(task_routes=value)).of(name)
    return found.written if isinstance(found, Route) else found


def test_names_are_tried_first_then_patterns_in_order() -> None:
    value = {"proj.*": "a", "proj.add": "b", key_of(r"proj\.m"): "c"}
    assert written(value) == [("name", "proj.add"), ("glob", "proj.*"), ("regex", r"proj\.m")]
    assert of(value, "proj.add") == "proj.add"
    assert of(value, "proj.mul") == "proj.*"
    assert of(value, "other.mul") is None


@pytest.mark.parametrize("value", [(PAIRS,), [PAIRS], ([known(pair) for pair in PAIRS],)])
def test_a_list_of_pairs_is_one_router(value: object) -> None:
    assert written(value) == [("name", "proj.c"), ("glob", "proj.*"), ("regex", r"proj\.b")]


def test_of_several_routers_the_first_that_answers_counts() -> None:
    value = [{"proj.*": "a"}, {"proj.add": "b"}]
    assert of(value, "proj.add") == "proj.*"


@pytest.mark.parametrize(
    "value",
    [
        "proj.routers.route",
        [unknown("Router()"), {"proj.add": "a"}],
        known(Opaque("function", "route")),
        unknown("make_routes()"),
        replace(known({"proj.*": "a"}), open=True),
        [[("proj.add", "a", "b")]],
        {1: "a"},
        {key_of("proj"): "a", Opaque("re.Pattern", "PATTERN"): "b"},
        {Opaque("re.Pattern", "re.compile('(a+)+$')"): "b"},
        {Opaque("re.Pattern", "re.compile('proj', re.I)"): "b"},
        {Opaque("re.Pattern", "re.compile('(')"): "b"},
    ],
)
def test_what_cannot_be_read_may_take_any_task(value: object) -> None:
    assert of(value, "other.add") is False


def test_a_name_that_comes_first_is_certain_whatever_follows() -> None:
    value = replace(known({"proj.add": "a"}), open=True)
    assert of(value, "proj.add") == "proj.add"


@pytest.mark.parametrize("value", [None, {}, [], ()])
def test_there_may_be_none(value: object) -> None:
    found = routes(project(task_routes=value))
    assert found.all == ()
    assert found.complete


def test_nobody_knows_the_routes_of_a_configuration_that_is_not_known() -> None:
    assert not routes(project(complete=False)).complete
    assert routes(project()).complete


def test_a_target_names_a_queue_or_none() -> None:
    targets = [route.target for route in routes(project(task_routes={"a": "x", "b": {"queue": "y"}, "c": {}})).all]
    assert [value.value if (value := queue_of(target)) else None for target in targets] == ["x", "y", None]
