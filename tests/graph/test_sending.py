from __future__ import annotations

import pytest

from celerykit.graph.sending import sent
from celerykit.project import Opaque, Project, State, Task, Value
from celerykit.rules.routes import routes
from tests.rules.build import known, project, task, unknown

ROUTES = {"proj.media.*": {"queue": "media"}, "proj.one": "own", "proj.keyed": {"exchange": "news", "routing_key": "n"}}


def goes(subject: Project, name: str, declared: Task | None = None, **options: object) -> tuple[str, str | None]:
    given = {word: known(value) for word, value in options.items()}
    found = sent(subject, routes(subject), name, declared, given)
    return found.by, found.queue


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("proj.one", ("route", "own")),
        ("proj.media.resize", ("route", "media")),
        ("proj.other", ("default", "celery")),
    ],
)
def test_a_route_says_where_a_task_goes_and_else_it_is_the_default_queue(name: str, expected: tuple[str, str]) -> None:
    assert goes(project(task_routes=ROUTES), name) == expected


def test_a_call_beats_the_task_and_the_task_beats_the_route() -> None:
    subject, declared = project(task_routes=ROUTES), task("proj.one", queue="said")

    assert goes(subject, "proj.one", declared) == ("task", "said")
    assert goes(subject, "proj.one", declared, queue="called") == ("call", "called")
    assert goes(subject, "proj.one", task("proj.one", queue=None)) == ("route", "own")


def test_a_queue_that_is_an_object_has_its_name() -> None:
    queue = Value(State.KNOWN, Opaque("kombu.Queue"), items=(known("media"),))
    by_word = Value(State.KNOWN, Opaque("kombu.Queue"), keys={"name": known("mail")})

    assert goes(project(), "proj.one", queue=queue) == ("call", "media")
    assert goes(project(), "proj.one", queue=by_word) == ("call", "mail")


def test_what_only_running_tells_is_not_known() -> None:
    assert goes(project(), "proj.one", queue=unknown("self.queue")) == ("call", None)
    assert goes(project(task_routes=unknown("routes()")), "proj.one") == ("unknown", None)
    assert goes(project(task_default_queue=unknown("NAME")), "proj.one") == ("default", None)


def test_a_route_behind_other_modules_may_be_the_tasks_own() -> None:
    assert goes(project(task_routes={"src.proj.one": "own"}), "proj.one", task("proj.one")) == ("unknown", None)


def test_a_task_of_which_not_all_is_known_goes_perhaps_elsewhere() -> None:
    declared = Task("proj.one", "one", "proj", options_complete=False)
    subject = project()

    assert not sent(subject, routes(subject), "proj.one", declared, {}).certain


def test_an_exchange_and_a_key_come_with_the_route() -> None:
    subject = project(task_routes=ROUTES)
    found = sent(subject, routes(subject), "proj.keyed", None, {})

    assert (found.queue, found.exchange, found.key) == ("celery", "news", "n")
