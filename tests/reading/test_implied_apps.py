"""Apps that are used and that nobody is seen to make."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "app.conf.task_time_limit = 30\n",
        "app.autodiscover_tasks(['a'])\napp.conf.update(task_time_limit=30)\n",
        "@app.task\ndef work(): ...\napp.conf.task_time_limit = 30\n",
        "@celery.task(bind=True)\ndef work(self): ...\ncelery.conf['task_time_limit'] = 30\n",
    ],
)
def test_an_app_that_is_used_is_there_though_nobody_sees_it_made(text, read_files):
    (project,) = read_files({"proj.py": text}).projects
    assert project.config["task_time_limit"].value == 30
    assert project.config["broker_url"].unknown
    assert project.app_place.path == "proj.py"


def test_an_implied_app_is_that_of_all_modules(read_files):
    files = {"proj.py": "app.autodiscover_tasks(['core'])\n", "core/tasks.py": "@app.task\ndef work(): ...\n"}
    (project,) = read_files(files).projects
    assert [task.name for task in project.tasks] == ["core.tasks.work"]


@pytest.mark.parametrize(
    "text",
    ["from elsewhere import app\napp.conf.x = 1\n", "from elsewhere import *\napp.conf.x = 1\n", "app.title = 1\n"],
)
def test_no_app_is_made_up(text, read_files):
    assert [project.app for project in read_files({"proj.py": text}).projects if project.app] == []


def test_what_does_as_apps_do_is_one_however_it_is_made(read_files):
    text = """
        from django.utils.module_loading import import_string
        from ours import app_class
        made = import_string(app_class.value)
        app = made(main="p")
        app.config_from_object(namespace="CELERY", obj="conf")

        @app.task
        def work(): ...
        """
    (project,) = read_files({"proj.py": text, "conf.py": "CELERY_TASK_TIME_LIMIT = 30\n"}).projects
    assert project.app == "proj:app"
    assert project.config["task_time_limit"].value == 30
    assert project.config["broker_url"].unknown
    assert [task.name for task in project.tasks] == ["proj.work"]


def test_where_nothing_is_said_of_a_broker_one_is_set_all_the_same(read_files):
    (project,) = read_files({"proj.py": "@app.task\ndef work(): ...\n"}).projects
    assert project.config["broker_url"].unknown
    assert project.config["result_backend"].unknown
    assert not project.config["task_acks_late"].known
    assert project.config.complete


def test_settings_beside_an_implied_app_are_its_own(read_files):
    text = "broker_url = 'redis://h'\ntask_acks_late = True\n@app.task\ndef work(): ...\n"
    (project,) = read_files({"proj.py": text}).projects
    assert project.config["broker_url"].value == "redis://h"
    assert project.config["task_acks_late"].value is True
    assert project.strays == ()


def test_a_config_module_is_that_of_an_implied_app(read_files):
    files = {"celeryconfig.py": "broker_url = 'redis://h'\n", "reports/tasks.py": "@app.task\ndef work(): ...\n"}
    (project,) = read_files(files).projects
    assert project.config["broker_url"].value == "redis://h"
    assert [task.name for task in project.tasks] == ["reports.tasks.work"]
