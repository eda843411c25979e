"""Which app a process runs."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('x')\n"


def names(reading) -> dict[str, list[str]]:
    return {project.app: [process.name for process in project.deployment.processes] for project in reading.projects}


def test_belongs_to_the_app_that_it_names(read_files):
    reading = read_files({
        "one.py": APP,
        "two/__init__.py": "",
        "two/celery.py": APP,
        "Procfile": "a: celery -A one worker\nb: celery -A two worker\nc: celery worker\nd: celery -A three worker\n",
    })  # fmt: skip
    assert names(reading) == {"one:app": ["a", "c", "d"], "two.celery:app": ["b", "c", "d"]}


def test_belongs_to_the_attribute_that_it_names(read_files):
    reading = read_files({
        "apps.py": "from celery import Celery\none = Celery('1')\ntwo = Celery('2')\n",
        "Procfile": "a: celery -A apps:one worker\nb: celery -A apps.two worker\nc: celery -A apps worker\n",
    })  # fmt: skip
    assert names(reading) == {"apps:one": ["a", "c"], "apps:two": ["b", "c"]}


def test_the_environment_may_name_the_app(read_files):
    reading = read_files({
        "one.py": APP,
        "two.py": APP,
        "compose.yml": "services: {w: {image: x, command: celery worker, environment: {CELERY_APP: one}}}\n",
    })  # fmt: skip
    assert names(reading) == {"one:app": ["w"], "two:app": []}


@pytest.mark.parametrize(
    "files",
    [
        {"a/Procfile": "a: celery -A app worker\n", "b/Procfile": "b: celery -A app worker\n"},
        {
            "compose.yml": (
                "services:\n"
                "  a: {build: a, command: celery -A app worker}\n"
                "  b: {build: {context: ./b}, command: celery -A app worker}\n"
            )
        },
    ],
    ids=["Procfiles", "builds"],
)
def test_of_two_programs_with_one_name_the_nearer_counts(files, read_files):
    reading = read_files({"a/app.py": APP, "b/app.py": APP, **files})
    assert sorted(names(reading).values()) == [["a"], ["b"]]


def test_a_config_alone_may_be_that_of_any_process(read_files):
    reading = read_files({"celeryconfig.py": "task_acks_late = True\n", "Procfile": "a: celery -A x worker\n"})
    assert list(names(reading).values()) == [["a"]]


def test_is_doubtful_where_several_apps_fit(read_files):
    reading = read_files({
        "docs/tasks.py": APP,
        "examples/tasks.py": APP,
        "examples/jobs.py": APP,
        "Procfile": "a: celery -A tasks worker\nb: celery -A jobs worker\n",
    })  # fmt: skip
    processes = {project.app: project.deployment.processes for project in reading.projects}
    assert {app: [(each.name, each.doubtful) for each in mine] for app, mine in processes.items()} == {
        "docs.tasks:app": [("a", True)],
        "examples.tasks:app": [("a", True)],
        "examples.jobs:app": [("b", False)],
    }
