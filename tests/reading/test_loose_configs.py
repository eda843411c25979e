"""Programs of which no app is seen."""

from __future__ import annotations

import pytest


def _found(files, read_files):
    return {project.config.subject: project.config for project in read_files(files).projects}


def test_reads_the_settings_that_manage_py_names(read_files):
    files = {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\n",
        "shop/settings/__init__.py": "",
        "shop/settings/base.py": "INSTALLED_APPS = []\nCELERY_BROKER_URL = 'redis://h'\n",
        "shop/settings/production.py": "from .base import *\nCELERY_TASK_TIME_LIMIT = 3\n",
        "shop/settings/other.py": "from .base import *\nCELERY_TASK_TIME_LIMIT = 4\n",
        "shop/celery_help.py": "# celery\n",
    }
    (config,) = _found(files, read_files).values()
    assert config.subject == "shop/settings/production.py"
    assert (config["broker_url"].value, config["task_time_limit"].value) == ("redis://h", 3)


def test_reads_the_settings_that_the_environment_names(read_files, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "conf.live")
    files = {
        "conf/live.py": "CELERY_BROKER_URL = 'redis://h'\n",
        "conf/spare.py": "CELERY_BROKER_URL = 'redis://s'\n",
    }
    (config,) = _found(files, read_files).values()
    assert config["broker_url"].value == "redis://h"


@pytest.mark.parametrize(
    ("text", "namespace"),
    [
        ("CELERY_BROKER_URL = 'redis://h'\nINSTALLED_APPS = []\n", "CELERY"),
        ("CELERY_BROKER_URL = 'redis://h'\nDEBUG = True\n", "CELERY"),
        ("BROKER_URL = 'redis://h'\nCELERY_TIMEZONE = 'UTC'\n", ""),
        ("class Config:\n    CELERY_BROKER_URL = 'redis://h'\n", "CELERY"),
        ("class Config:\n    CELERY = {'broker_url': 'redis://h'}\n", ""),
        ("CELERY = dict(broker_url='redis://h')\n", ""),
        ("def create():\n    CELERY_CONFIG = {'broker_url': 'redis://h'}\n", ""),
    ],
)
def test_reads_settings_wherever_they_stand(text, namespace, read_files):
    (config,) = _found({"config.py": text}, read_files).values()
    assert config["broker_url"].value == "redis://h"
    assert config.namespace == namespace


@pytest.mark.parametrize(
    "text",
    [
        "CELERY_ENABLED = True\n",
        "TASK_TIME_LIMIT = 3\n",
        "RESULT_BACKEND = 'db'\n",
        "class TestConfig:\n    CELERY_BROKER_URL = 'memory://'\n",
        "CELERY = unheard_of\n",
        "# celery\nbroker_url = 'redis://h'\n",
    ],
)
def test_takes_nothing_else_for_a_configuration(text, read_files):
    assert _found({"config.py": text}, read_files) == {}


def test_where_there_is_an_app_its_configuration_is_judged_alone(read_files):
    files = {
        "proj.py": "from celery import Celery\napp = Celery('p', broker='redis://h')\n",
        "other.py": "CELERY_BROKER_URL = 'redis://o'\n",
    }
    (project,) = read_files(files).projects
    assert project.app == "proj:app"
