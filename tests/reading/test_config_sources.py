"""What is given to `config_from_object`."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('p')\n"


def test_reads_a_module_named_in_a_text(app_of):
    config = app_of(APP + "app.config_from_object('conf')\n", conf="broker_url = 'redis://h'\n").config
    assert config["broker_url"].value == "redis://h"
    assert config.entries[0].way == "module"


@pytest.mark.parametrize(
    "source",
    [
        "import conf\napp.config_from_object(conf)",
        "import conf\napp.config_from_object(obj=conf, force=True)",
        "from conf import Config\napp.config_from_object(Config)",
        "from conf import Config\napp.config_from_object(Config())",
        "app.config_from_object('conf:Config')",
        "app.config_from_object('conf.Config')",
        "import conf\napp.config_from_object(conf.Config)",
        "from conf import instance\napp.config_from_object(instance)",
        "from conf import LITERAL\napp.config_from_object(LITERAL)",
        "app.config_from_object({'broker_url': 'redis://h', 'task_time_limit': 30})",
        "app.config_from_object(dict(broker_url='redis://h', task_time_limit=30))",
    ],
)
def test_reads_an_object(source, app_of):
    conf = """
        broker_url = "redis://h"
        task_time_limit = 30
        class Base:
            broker_url = "redis://base"
            task_time_limit = 30
        class Config(Base):
            broker_url = "redis://h"
        instance = Config()
        LITERAL = {"broker_url": "redis://h", "task_time_limit": 30}
        """
    config = app_of(f"{APP}{source}\n", conf=conf).config
    assert config["broker_url"].value == "redis://h"
    assert config["task_time_limit"].value == 30
    assert config.complete


def test_reads_the_source_given_to_the_constructor(app_of):
    text = "from celery import Celery\napp = Celery('p', config_source='conf', namespace='CELERY')\n"
    config = app_of(text, conf="CELERY_TIMEZONE = 'UTC'\n").config
    assert (config.namespace, config["timezone"].value) == ("CELERY", "UTC")


@pytest.mark.parametrize("source", ["'elsewhere'", "unheard_of", "flask.config['CELERY']", "make()"])
def test_is_incomplete_where_the_object_cannot_be_read(source, app_of):
    config = app_of(f"{APP}app.config_from_object({source})\n").config
    assert not config.complete
    assert config["broker_url"].unknown


def test_notes_a_profile(read_files):
    text = APP + "import celerykit\napp.config_from_object(celerykit.load_profile('redis-redis', include=['t']))\n"
    reading = read_files({"proj.py": text}, "proj")
    (project,) = reading.projects
    assert not project.config.complete
    assert project.config["include"].value == ["t"]
    (note,) = reading.not_checked
    assert "redis-redis" in note
    assert "proj.py:4" in note


def test_reads_a_django_project(project_of):
    files = {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'proj.settings')\n",
        "proj/__init__.py": "",
        "proj/settings.py": "INSTALLED_APPS = ['shop']\nCELERY_BROKER_URL = 'redis://h'\n",
        "proj/celery.py": """
            from celery import Celery
            from django.conf import settings
            app = Celery("proj")
            app.config_from_object("django.conf:settings", namespace="CELERY")
            app.conf.result_backend = settings.CELERY_BROKER_URL
            app.autodiscover_tasks()
            """,
        "shop/__init__.py": "",
        "shop/tasks.py": "from celery import shared_task\n@shared_task\ndef bill(): ...\n",
    }
    project = project_of(files, "proj.celery:app")
    assert project.config["broker_url"].value == project.config["result_backend"].value == "redis://h"
    assert "shop.tasks" in project.imported
    assert project.imports_complete
    by_settings = project_of(files, "proj.settings")
    assert by_settings.app == "proj.celery:app"


def test_reports_a_config_module_that_does_not_parse(app_of):
    project = app_of(APP + "app.config_from_object('conf')\n", conf="broker_url = \n")
    (failure,) = project.failures
    assert (failure.kind, failure.place.path, failure.place.line) == ("does-not-parse", "conf.py", 1)
    assert not project.config.complete


def test_django_settings_that_are_made_at_run_time_are_not_taken_for_empty(read_files):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": (
            "import os\nfrom celery import Celery\n"
            "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'proj.settings')\n"
            "app = Celery('proj')\napp.config_from_object('django.conf:settings', namespace='CELERY')\n"
        ),
        "proj/settings.py": "from elsewhere import load\nload(__name__)\n",
    }
    reading = read_files(files)
    (project,) = reading.projects
    assert project.config["broker_url"].unknown
    assert "the settings in proj/settings.py are made when it runs, and were not read" in reading.not_checked
