"""Modules that a worker imports."""

from __future__ import annotations

import pytest

MAIN = "from celery import Celery\napp = Celery('p')\n"
TASKS = "from celery import shared_task\n@shared_task\ndef f(): ...\n"


@pytest.mark.parametrize(
    "text",
    [
        "from celery import Celery\napp = Celery('p', include=['pkg.tasks'])\n",
        "from celery import Celery\napp = Celery('p', include='pkg.tasks')\n",
        MAIN + "app.conf.imports = ('pkg.tasks',)\n",
        MAIN + "app.autodiscover_tasks(['pkg'])\n",
        MAIN + "app.autodiscover_tasks(packages=['pkg'])\n",
        MAIN + "app.autodiscover_tasks(lambda: ['pkg'])\n",
        MAIN + "app.autodiscover_tasks(['pkg'], related_name='tasks')\n",
        MAIN + "app.autodiscover_tasks(['pkg.tasks'], related_name=None)\n",
        MAIN + "import pkg.tasks\n",
        MAIN + "from pkg import tasks\n",
        MAIN + "from pkg.tasks import f\n",
        MAIN + "def ready():\n    import pkg.tasks\n",
        MAIN + "import other\n",
        MAIN + "import importlib\nimportlib.import_module('pkg.tasks')\n",
    ],
)
def test_reaches_the_tasks(text, project_of):
    files = {"proj.py": text, "other.py": "import pkg.tasks\n", "pkg/__init__.py": "", "pkg/tasks.py": TASKS}
    project = project_of(files, "proj")
    assert {"proj", "pkg", "pkg.tasks"} <= project.imported
    assert project.imports_complete


@pytest.mark.parametrize(
    "text",
    [
        MAIN,
        MAIN + "app.autodiscover_tasks(['pkg.tasks'])\n",
        MAIN + "app.autodiscover_tasks(['pkg'], related_name='jobs')\n",
        MAIN + "app.autodiscover_tasks()\n",
    ],
)
def test_does_not_reach_tasks_that_nothing_imports(text, project_of):
    files = {"proj.py": text, "pkg/__init__.py": "", "pkg/tasks/__init__.py": "", "pkg/tasks/mail.py": TASKS}
    project = project_of(files, "proj")
    assert "pkg.tasks.mail" not in project.imported
    assert project.imports_complete


@pytest.mark.parametrize(
    "line",
    [
        "app.conf.include = unheard_of",
        "app.conf.include = ['a', unheard_of]",
        "app.autodiscover_tasks(unheard_of)",
        "app.config_from_object(unheard_of)",
        "import importlib\nimportlib.import_module(unheard_of)",
        "import pkgutil\nfor m in pkgutil.walk_packages(['.']): pass",
    ],
)
def test_says_where_it_cannot_know(line, app_of):
    assert not app_of(f"{MAIN}{line}\n").imports_complete


def test_reads_what_django_loads(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/settings.py": (
            "INSTALLED_APPS = ['django.contrib.admin', 'shop.apps.ShopConfig', 'blog']\nROOT_URLCONF = 'proj.urls'\n"
        ),
        "proj/urls.py": "import views\n",
        "views.py": "",
        "proj/celery.py": """
            import os
            from celery import Celery
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
            app = Celery("proj")
            app.config_from_object("django.conf:settings", namespace="CELERY")
            app.autodiscover_tasks()
            """,
        "shop/__init__.py": "",
        "shop/apps.py": "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n    name = 'shop'\n",
        "shop/tasks.py": TASKS,
        "shop/models.py": "",
        "blog/__init__.py": "",
        "blog/jobs.py": TASKS,
    }
    project = project_of(files, "proj.celery:app")
    assert {"shop.tasks", "shop.models", "shop.apps", "blog", "views", "proj.urls"} <= project.imported
    assert "blog.jobs" not in project.imported
    assert project.imports_complete


def test_counts_modules_that_commands_start_workers_with(project_of):
    files = {
        "proj.py": MAIN,
        "worker.py": "from proj import app\n" + TASKS,
        "Procfile": "worker: celery -A worker worker -l info\n",
    }
    assert "worker" in project_of(files, "proj").imported
    files["Procfile"] = "web: gunicorn proj\n"
    assert "worker" not in project_of(files, "proj").imported


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("backend/start-worker.sh", "exec celery -A svc.jobs worker -l info -Q main"),
        ("compose.override.yml", "services: {w: {command: celery worker --app=svc.jobs -c 1}}"),
        ("deploy/k8s/worker.yaml", 'command: ["celery", "-A", "svc.jobs", "worker"]'),
        ("compose.yml", "services: {w: {command: 'poetry run celery -A code.svc.jobs worker'}}"),
    ],
    ids=["script beside the code", "compose", "manifest in a folder", "another folder in the container"],
)
def test_finds_the_command_wherever_it_stands(project_of, file, command):
    files = {
        "backend/svc/__init__.py": "",
        "backend/svc/core.py": MAIN,
        "backend/svc/jobs.py": "from svc.core import app\n" + TASKS,
        file: command + "\n",
    }
    assert "svc.jobs" in project_of(files, "backend/svc/core.py").imported


def test_ends_where_modules_import_each_other(project_of):
    files = {"proj.py": MAIN + "import a\n", "a.py": "import b\n", "b.py": "import a, proj\n"}
    assert project_of(files, "proj").imported == {"proj", "a", "b"}


def test_does_not_know_what_a_module_imports_that_does_not_parse(app_of):
    project = app_of(MAIN + "import other\n", other="import celery, pkg.tasks\n(\n")
    assert not project.imports_complete


@pytest.mark.parametrize("text", ["import tools\ntools.include('x')\n", "def include(x): ...\ninclude('pkg')\n"])
def test_takes_no_other_call_for_an_import(text, app_of):
    project = app_of(MAIN + text)
    assert (project.imported, project.imports_complete) == ({"proj"}, True)


def test_reads_what_urls_include(project_of):
    files = {
        "settings.py": "INSTALLED_APPS = ['shop']\nROOT_URLCONF = 'urls'\n",
        "proj.py": f"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n{MAIN}",
        "urls.py": (
            "from django.urls import include, path\n"
            "urlpatterns = [path('a', include('a.urls')), path('b', include(('b.urls', 'b'))), path('c', include(c))]\n"
        ),
        "shop/__init__.py": "",
        "a/urls.py": "",
        "b/urls.py": "",
    }
    assert {"urls", "a.urls", "b.urls"} <= project_of(files, "proj").imported


@pytest.mark.parametrize(("admin", "reached"), [("'django.contrib.admin', ", True), ("", False)])
def test_reads_what_django_s_admin_imports(admin, reached, project_of):
    files = {
        "settings.py": f"INSTALLED_APPS = [{admin}'shop']\n",
        "proj.py": f"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n{MAIN}",
        "shop/__init__.py": "",
        "shop/admin.py": "",
    }
    assert ("shop.admin" in project_of(files, "proj").imported) is reached


@pytest.mark.parametrize(
    ("settings", "complete"), [("", True), ("from base import *\n", False), ("exec(text)\n", False)]
)
def test_knows_that_settings_without_apps_import_none(settings, complete, project_of):
    files = {
        "settings.py": f"{settings}CELERY_BROKER_URL = 'redis://h'\n",
        "proj.py": f"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n{MAIN}",
    }
    assert project_of(files, "proj").imports_complete is complete
