from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Call
from tests.rules.build import call, deployed, found, labels, process, task, unknown
from tests.rules.entities import key_of

OWN = {"tasks_complete": True, "own": frozenset({"proj"})}


def judge(
    routes: object, *tasks: str, facts: dict[str, Any] | None = None, calls: list[Call] | None = None
) -> list[Finding]:
    named = [task(name) for name in tasks or ("proj.tasks.resize", "proj.tasks.mail")]
    return found("CK506", tasks=named, calls=calls or [], facts={**OWN, **(facts or {})}, task_routes=routes)


def test_says_which_task_was_meant_and_goes_elsewhere() -> None:
    [finding] = judge({"tasks.resize": {"queue": "images"}})
    assert finding.severity == "error"
    assert finding.message == (
        "no task is called tasks.resize: the route is never used, and proj.tasks.resize has none"
    )
    assert finding.fix == 'write "proj.tasks.resize"'
    assert labels(finding) == ["the route of no task", "the task that is meant"]


def test_a_task_that_has_a_route_is_not_the_one_that_was_meant() -> None:
    [finding] = judge({"tasks.resize": "images", "proj.tasks.resize": "images"})
    assert finding.message == "no task is called tasks.resize: the route is never used"


def test_a_name_of_the_program_that_is_like_no_task() -> None:
    [finding] = judge({"proj.old.sweep_everything": "x"})
    assert finding.fix == "write the name under which the worker lists the task, or delete it"


def test_a_pattern_that_matches_nothing_is_a_warning() -> None:
    [finding] = judge({"proj.video.*": "video"})
    assert finding.severity == "warning"
    assert finding.message == "no task is matched by the glob proj.video.*: the route is never used"
    [finding] = judge({key_of(r"proj\.video\."): "video"})
    assert "the expression" in finding.message


@pytest.mark.parametrize(
    "routes",
    [
        {"proj.tasks.resize": "images"},
        {"proj.*": "all"},
        {"*": "all"},
        {"*.resize": "images"},
        {"proj*": "all"},
        {key_of(r"proj\.tasks\..+"): "all"},
        {key_of(r".*resize"): "images"},
        {"celery.backend_cleanup": "celery"},
        {"post_office.tasks.send_queued_mail": "mail"},
        {"other.*": "other"},
        {"proj.video_?": "that is what another rule says"},
        {},
        None,
        "proj.routers.route",
        unknown("routes()"),
    ],
)
def test_is_silent_about_routes_of_tasks_that_are_there_or_may_be(routes: object) -> None:
    assert judge(routes) == []


@pytest.mark.parametrize("route", ["proj.video.encode", "proj.video.*"])
def test_is_silent_where_there_may_be_more_tasks(route: str) -> None:
    assert judge({route: "x"}, facts={"tasks_complete": False}) == []
    assert found("CK506", facts=OWN, task_routes={route: "x"}) == []


def test_is_silent_where_a_task_has_a_name_that_cannot_be_known() -> None:
    tasks = [task("proj.a"), replace(task("proj.b"), name=None)]
    assert found("CK506", tasks=tasks, facts=OWN, task_routes={"proj.video.encode": "x"}) == []


def test_is_silent_where_the_name_is_that_of_the_module_and_the_function() -> None:
    tasks = [replace(task("docs.process"), module="proj.docs")]
    assert found("CK506", tasks=tasks, facts=OWN, task_routes={"proj.docs.process": "x"}) == []


def test_is_silent_where_the_worker_starts_in_another_folder_than_we_think() -> None:
    facts = {"deployment": deployed(process(app="app.worker:app")), "own": frozenset({"app", "worker"})}
    assert judge({"app.worker.tasks.add": "x"}, "worker.tasks.add", facts=facts) == []
    facts = {"deployment": deployed(process(app="worker.celery"))}
    assert judge({"tasks.resize": "x"}, "proj.tasks.resize", facts=facts)


@pytest.mark.parametrize(
    ("how", "cure", "words"),
    [
        (
            "chunks",
            "chunks(…).apply_async(queue='mail'), or a route for celery.starmap too",
            "celery.starmap, so the route of proj.tasks.mail to mail is not used",
        ),
        (
            "map",
            "map(…).set(queue='mail'), or a route for celery.map too",
            (
                "celery.map, which has the route of proj.tasks.mail to mail on its own, "
                "but not in a group, a chain or a chord"
            ),
        ),
    ],
)
def test_says_that_maps_are_sent_as_tasks_of_celerys_own(how: str, cure: str, words: str) -> None:
    [finding] = judge({"proj.tasks.mail": "mail"}, calls=[call("proj.tasks.mail", how)])
    assert finding.severity == "info"
    assert finding.message == f"proj.tasks.mail.{how}(…) is sent as {words}"
    assert finding.fix == cure


@pytest.mark.parametrize(
    ("routes", "sent"),
    [
        ({"proj.tasks.mail": "mail", "celery.map": "mail"}, call("proj.tasks.mail", "map")),
        ({"proj.tasks.mail": "mail"}, call("proj.tasks.mail", "map", queue="mail")),
        ({"proj.tasks.mail": "mail"}, call("proj.tasks.resize", "starmap")),
        ({"proj.tasks.mail": "mail"}, call("proj.tasks.mail", "delay")),
        ({"proj.tasks.mail": "mail"}, call(None, "map")),
    ],
)
def test_is_silent_about_map_that_goes_where_it_should(routes: object, sent: Call) -> None:
    assert judge(routes, calls=[sent]) == []
