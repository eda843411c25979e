from __future__ import annotations

from dataclasses import replace

import pytest

from celerykit.project import Call, Project
from celerykit.values.places import Place
from tests.rules.build import call, django, env, judged, only, project, task

SHARED = task("shop.orders.tasks.bill", shared=True)


def subject(
    loads_app: bool | None = False, *tasks: object, tests: bool = False, app: str = "shop.celery:app"
) -> Project:
    facts = {"django": django(package="shop", loads_app=loads_app)}
    calls = [call(SHARED.name)]
    return project(app=app, tests=tests, tasks=tasks or [SHARED], calls=calls, facts=facts)  # type: ignore[arg-type]


def test_a_web_process_sends_by_an_app_without_settings() -> None:
    [finding] = judged("CK503", subject())
    assert finding.message == (
        "shop/__init__.py does not import the Celery app, but shop.orders.tasks.bill is shared: "
        "a web process sends it by an app without settings, to amqp://guest@localhost"
    )
    assert finding.fix == "from shop.celery import app, in shop/__init__.py"
    assert finding.severity == "error"
    assert finding.place == Place("shop/__init__.py", 1)


def test_many_tasks_are_one_matter() -> None:
    tasks = [task(f"shop.tasks.t{line}", line=line, shared=True) for line in range(1, 7)]
    finding = only(
        "CK503", app="shop.celery:app", tasks=tasks, facts={"django": django(package="shop", loads_app=False)}
    )
    assert "shop.tasks.t4 and 2 more are shared" in finding.message
    assert len(finding.related) == 4


def test_the_broker_is_right_where_the_environment_names_it() -> None:
    facts = {"django": django(package="shop", loads_app=False)}
    broker = env("CELERY_BROKER_URL", "redis://localhost")
    finding = only(
        "CK503", app="shop.celery:app", tasks=[SHARED], calls=[call(SHARED.name)], facts=facts, broker_url=broker
    )
    assert finding.severity == "warning"
    assert finding.message.endswith("sends it by an app without settings")


@pytest.mark.parametrize("sent", [[], [replace(call(SHARED.name), within="shop.tasks.other")]])
def test_is_a_warning_where_no_process_but_a_worker_is_seen_to_send_it(sent: list[Call]) -> None:
    finding = only(
        "CK503",
        app="shop.celery:app",
        tasks=[SHARED],
        calls=sent,
        facts={"django": django(package="shop", loads_app=False)},
    )
    assert finding.severity == "warning"
    assert "a web process would send it" in finding.message


@pytest.mark.parametrize("loads_app", [True, None])
def test_is_silent_where_the_app_is_loaded_or_may_be(loads_app: bool | None) -> None:
    assert judged("CK503", subject(loads_app)) == []


def test_is_silent_about_tasks_that_bring_their_app() -> None:
    assert judged("CK503", subject(False, task("shop.tasks.bill"))) == []


def test_is_silent_about_tests_and_about_configurations_alone() -> None:
    assert judged("CK503", subject(tests=True)) == []
    assert judged("CK503", subject(app="")) == []


def test_is_silent_without_django() -> None:
    assert judged("CK503", project(app="shop.celery:app", tasks=[SHARED])) == []
