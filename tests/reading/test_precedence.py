"""Who wins (facts/rules.md, section 0): what is written on the app beats the config object, whenever it was written."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('p')\n"


def in_force(project):
    return {entry.name: entry.value.value for entry in project.config.in_force()}


@pytest.mark.parametrize(
    "text",
    [
        APP + "app.conf.task_acks_late = True\napp.config_from_object('conf')\n",
        APP + "app.config_from_object('conf')\napp.conf.task_acks_late = True\n",
        APP + "app.conf.update(task_acks_late=True)\napp.config_from_object('conf')\n",
        "from celery import Celery\napp = Celery('p', task_acks_late=True)\napp.config_from_object('conf')\n",
    ],
)
def test_the_app_beats_the_config_object(text, app_of):
    config = app_of(text, conf="task_acks_late = False\n").config
    assert config["task_acks_late"].value is True
    assert [(e.value.value, e.in_force) for e in config.entries] == [(False, False), (True, True)]


def test_conf_beats_the_constructor(app_of):
    text = "from celery import Celery\napp = Celery('p', broker='redis://a')\napp.conf.broker_url = 'redis://b'\n"
    assert app_of(text).config["broker_url"].value == "redis://b"


def test_the_last_config_object_replaces_the_first(app_of):
    text = APP + "app.config_from_object('one')\napp.config_from_object('two')\n"
    project = app_of(text, one="task_time_limit = 1\ntimezone = 'UTC'\n", two="task_time_limit = 2\n")
    assert in_force(project) == {"task_time_limit": 2}


def test_under_a_namespace_new_names_beat_plain_ones_and_those_beat_old_ones(app_of):
    conf = """
        CELERY_TASK_ACKS_LATE = 1
        task_acks_late = 2
        CELERY_ACKS_LATE = 3
        task_time_limit = 4
        CELERYD_TASK_TIME_LIMIT = 5
        BROKER_URL = "redis://old"
        """
    project = app_of(APP + "app.config_from_object('conf', namespace='CELERY')\n", conf=conf)
    assert in_force(project) == {"CELERY_TASK_ACKS_LATE": 1, "task_time_limit": 4, "BROKER_URL": "redis://old"}


def test_old_names_under_a_namespace_count_from_celery_5_7(project_of):
    files = {
        "proj.py": APP + "app.config_from_object('conf', namespace='CELERY')\n",
        "conf.py": "CELERY_ACKS_LATE = True\n",
        "requirements.txt": "celery==5.6.2\n",
    }
    assert in_force(project_of(files, "proj")) == {}
    assert in_force(project_of({**files, "requirements.txt": "celery==5.7.0\n"}, "proj")) == {"CELERY_ACKS_LATE": True}


def test_without_a_namespace_a_prefixed_new_name_is_no_setting(app_of):
    project = app_of(
        APP + "app.config_from_object('conf')\n", conf="CELERY_BROKER_URL = 'x'\nCELERY_RESULT_BACKEND = 'y'\n"
    )
    assert [(e.name, e.setting) for e in project.config.entries] == [
        ("CELERY_BROKER_URL", None),
        ("CELERY_RESULT_BACKEND", "result_backend"),
    ] or {(e.name, e.setting) for e in project.config.entries} == {
        ("CELERY_BROKER_URL", None),
        ("CELERY_RESULT_BACKEND", "result_backend"),
    }
