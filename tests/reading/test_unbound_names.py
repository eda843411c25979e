"""Names to which nothing is bound: snippets, and files that are put together from pieces."""

from __future__ import annotations

import pytest

from celerykit.project import Opaque


def test_takes_celery_s_own_names_for_what_they_are(app_of):
    text = """
        app = Celery("p", broker="redis://h")
        app.conf.task_queues = [Queue("a", Exchange("b"))]
        app.conf.beat_schedule = {"x": {"task": "t", "schedule": crontab(minute=0)}}
        app.conf.result_expires = timedelta(days=1)
        app.conf.broker_use_ssl = {"ssl_cert_reqs": ssl.CERT_NONE}
        app.conf.result_backend = os.environ.get("RESULTS", "redis://r")

        @shared_task
        def work(): ...
        """
    project = app_of(text)
    config = project.config
    assert config["broker_url"].value == "redis://h"
    assert config["task_queues"].items[0].value.type == "kombu.Queue"
    assert config["beat_schedule"].keys["x"].keys["schedule"].value.type == "celery.schedules.crontab"
    assert config["result_expires"].value.days == 1
    assert config["broker_use_ssl"].value["ssl_cert_reqs"] == Opaque("ssl.VerifyMode", "CERT_NONE")
    assert (config["result_backend"].value, config["result_backend"].variable) == ("redis://r", "RESULTS")
    assert [task.function for task in project.tasks] == ["work"]


@pytest.mark.parametrize("name", ["app", "celery", "celery_app"])
def test_the_only_app_is_meant_where_nothing_says_otherwise(name, project_of):
    files = {
        "proj.py": "from celery import Celery\nthe_app = Celery('p')\n",
        "more.py": f"{name}.conf.task_time_limit = 30\n\n@{name}.task\ndef work(): ...\n",
    }
    project = project_of(files)
    assert project.config["task_time_limit"].value == 30
    assert [task.function for task in project.tasks] == ["work"]


def test_of_two_apps_none_is_meant(read_files):
    files = {
        "one.py": "from celery import Celery\nfirst = Celery('p')\n",
        "two.py": "from celery import Celery\nsecond = Celery('q')\n",
        "more.py": "app.conf.task_time_limit = 30\n",
    }
    assert not any(project.config.written("task_time_limit") for project in read_files(files).projects)


@pytest.mark.parametrize(
    "line", ["from elsewhere import *", "def Celery(name): ...", "Celery = unheard_of", "class Celery: ..."]
)
def test_a_name_that_may_stand_for_something_else_is_left_alone(line, read_files):
    assert read_files({"proj.py": f"{line}\napp = Celery('p')\n"}).projects == ()
