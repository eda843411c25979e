"""Where autodiscovery looks."""

from __future__ import annotations

import pytest

MAIN = "from celery import Celery\napp = Celery('p')\n"
TASKS = "from celery import shared_task\n@shared_task\ndef f(): ...\n"
FILES = {
    "pkg/__init__.py": "",
    "pkg/tasks.py": TASKS,
    "deep/__init__.py": "",
    "deep/tasks/mail.py": TASKS,
    "bare/x.py": "",
}


@pytest.mark.parametrize(
    ("line", "package", "related", "found", "declared"),
    [
        ("app.autodiscover_tasks(['pkg'])", "pkg", "tasks", True, ("pkg.tasks",)),
        ("app.autodiscover_tasks(lambda: ['pkg'], force=True)", "pkg", "tasks", True, ("pkg.tasks",)),
        ("app.autodiscover_tasks(['pkg'], 'jobs')", "pkg", "jobs", False, ("pkg.tasks",)),
        ("app.autodiscover_tasks(['pkg.tasks'])", "pkg.tasks", "tasks", False, ("pkg.tasks",)),
        ("app.autodiscover_tasks(['pkg.tasks'], related_name=None)", "pkg.tasks", None, True, ("pkg.tasks",)),
        ("app.autodiscover_tasks(['deep.tasks'])", "deep.tasks", "tasks", False, ("deep.tasks.mail",)),
        ("app.autodiscover_tasks(['bare'])", "bare", "tasks", False, ()),
        ("app.autodiscover_tasks(['installed'])", "installed", "tasks", None, ()),
        ("app.autodiscover_tasks('pkg')", "pkg", "tasks", False, ("pkg.tasks",)),
    ],
)
def test_reads(line, package, related, found, declared, project_of):
    project = project_of({**FILES, "proj.py": f"{MAIN}{line}\n"}, ".")
    (discovery,) = project.discoveries
    assert (discovery.package, discovery.related, discovery.found) == (package, related, found)
    assert discovery.declared == declared
    assert (discovery.place.path, discovery.place.line) == ("proj.py", 3)


def test_reads_none_without_packages(project_of):
    assert project_of({**FILES, "proj.py": f"{MAIN}app.autodiscover_tasks()\n"}, ".").discoveries == ()


def test_reads_the_apps_that_django_has_installed(project_of):
    files = {
        **FILES,
        "settings.py": "INSTALLED_APPS = ['django.contrib.admin', 'pkg']\n",
        "proj.py": f"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n{MAIN}"
        "app.autodiscover_tasks()\n",
    }
    project = project_of(files, "proj")
    assert [(each.package, each.found) for each in project.discoveries] == [
        ("django.contrib.admin", None),
        ("pkg", True),
    ]
    assert project.discoveries[1].place.path == "settings.py"


def test_follows_the_configuration_of_an_app_of_django_s(project_of):
    files = {
        **FILES,
        "pkg/apps.py": "from django.apps import AppConfig\nclass PkgConfig(AppConfig):\n    name = 'pkg'\n",
        "deep/apps.py": "class Deep: ...\n",
        "settings.py": "INSTALLED_APPS = ['pkg.apps.PkgConfig', 'deep.apps.Deep', 'gone.apps.Gone', unheard_of]\n",
        "proj.py": f"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n{MAIN}"
        "app.autodiscover_tasks()\n",
    }
    project = project_of(files, "proj")
    assert [each.package for each in project.discoveries] == ["pkg", "deep", "gone"]
    assert not project.imports_complete
