from __future__ import annotations

from pathlib import Path

from celerykit.reading import read

CELERY = """\
import os
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings.production")
app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""


def test_says_which_settings_are_in_use(tmp_path: Path) -> None:
    files = {
        "manage.py": "",
        "proj/__init__.py": "",
        "proj/celery.py": CELERY,
        "proj/settings/__init__.py": "",
        "proj/settings/base.py": "INSTALLED_APPS = []\n",
        "proj/settings/production.py": "from .base import *\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    [project] = read([], root=tmp_path, static=True).projects
    assert project.django
    assert project.django.in_use == "proj.settings.production"
