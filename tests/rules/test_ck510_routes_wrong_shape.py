from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import found, known, only, unknown
from tests.rules.entities import pattern


def test_a_list_of_pairs() -> None:
    finding = only("CK510", task_routes=[("proj.a.*", {"queue": "a"}), ("proj.b.*", {"queue": "b"})])
    assert finding.severity == "error"
    assert finding.message == (
        "2 pairs stand where routers belong: the first task that is sent raises ValueError (in task_routes)"
    )
    assert finding.fix == 'task_routes = {"proj.tasks.*": {"queue": "…"}, …}'


def test_a_pair_without_anything_around_it() -> None:
    finding = only("CK510", task_routes=("proj.a.*", {"queue": "a"}))
    assert finding.message.startswith("a single pair is taken for two routers, and proj.a.* is imported as a router")
    assert "an expression is no router" in only("CK510", task_routes=(pattern("proj"), {"queue": "a"})).message


@pytest.mark.parametrize(
    "pair", [("proj.a.*", "a"), (pattern("proj"), {"queue": "a"}), ["proj.a", {"queue": unknown("Q")}]]
)
def test_a_list_of_one_pair(pair: object) -> None:
    assert only("CK510", task_routes=[pair]).message.startswith("a pair stands where routers belong")


def test_a_glob_where_a_router_belongs() -> None:
    assert "the text proj.* is imported as a router" in only("CK510", task_routes="proj.*").message


@pytest.mark.parametrize(
    "routes",
    [
        {"proj.a.*": {"queue": "a"}},
        ([("proj.a.*", {"queue": "a"}), ("proj.b.*", {"queue": "b"})],),
        [[("proj.a.*", "a")]],
        [{"proj.a.*": "a"}, {"proj.b.*": "b"}],
        [{"proj.a.*": "a"}, "proj.routers.route"],
        ("proj.routers.route", known(Opaque("proj.Router"))),
        ("proj.routers.one", "proj.routers.two"),
        "proj.routers.route",
        [unknown("route"), unknown("other")],
        unknown("routes()"),
        known(Opaque("function", "route")),
        [],
        None,
    ],
)
def test_is_silent_about_shapes_that_celery_reads(routes: object) -> None:
    assert found("CK510", task_routes=routes) == []
