"""Settings written where Celery never looks."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('p', broker='redis://h/0')\n"


def found(project):
    return [(stray.setting, stray.how, stray.value.value) for stray in project.strays]


@pytest.mark.parametrize(
    ("line", "setting", "value"),
    [
        ("task_serializer = 'json'", "task_serializer", "json"),
        ("CELERY_TASK_SERIALIZER = 'json'", "task_serializer", "json"),
        ("CELERY_ACCEPT_CONTENT = ['json']", "accept_content", ["json"]),
    ],
)
def test_reads_variables_beside_the_app(line, setting, value, app_of):
    assert found(app_of(f"{APP}{line}\n")) == [(setting, "variable", value)]


def test_reads_attributes_of_the_app(app_of):
    project = app_of(f"{APP}app.task_serializer = 'json'\n")
    assert found(project) == [("task_serializer", "attribute", "json")]


@pytest.mark.parametrize(
    "text",
    [
        f"broker_url = 'redis://h/0'\n{APP}app.conf.broker_url = broker_url\n",
        f"{APP}task_serializer = 'json'\napp.config_from_object(__name__)\n",
        f"{APP}task_serializer = 'json'\napp.conf.update(globals())\n",
        f"{APP}timezone = 'UTC'\ninclude = []\n",
        f"{APP}task_queue_names = []\n",
        f"{APP}app.conf.task_serializer = 'json'\n",
        f"{APP}app.name = 'x'\n",
        f"INSTALLED_APPS = []\nCELERY_TASK_SERIALIZER = 'json'\n{APP}",
    ],
)
def test_is_silent_about(text, app_of):
    assert app_of(text).strays == ()


def test_is_silent_about_what_another_module_takes(app_of):
    assert (
        app_of(f"{APP}task_serializer = 'json'\n", other="import celery\nfrom proj import task_serializer\n").strays
        == ()
    )
