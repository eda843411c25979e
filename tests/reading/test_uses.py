"""Names that are no settings, and that the program reads itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from celerykit.project import Project

APP = """
from celery import Celery

app = Celery("proj")
app.config_from_object("proj.settings", namespace="CELERY")
"""
SETTINGS = """
import os

CELERY_BROKER_URL = "redis://localhost"
CELERY_QUEUE = os.environ.get("CELERY_QUEUE", "mail")
"""


@pytest.fixture
def used(project_of: Callable[..., Project]) -> Callable[[str], bool]:
    """Whether `CELERY_QUEUE` is marked, where another module holds this text."""

    def is_used(text: str) -> bool:
        files = {"proj/__init__.py": "", "proj/celery.py": APP, "proj/settings.py": SETTINGS, "proj/web.py": text}
        [entry] = [entry for entry in project_of(files).config.entries if entry.name == "CELERY_QUEUE"]
        return entry.used

    return is_used


@pytest.mark.parametrize(
    "text",
    [
        "from proj import settings\nsend(settings.CELERY_QUEUE)\n",
        "from proj.settings import CELERY_QUEUE\nsend(CELERY_QUEUE)\n",
        "from proj import settings\nsend(getattr(settings, 'CELERY_QUEUE', None))\n",
        "send(app.config['CELERY_QUEUE'])\n",
        "send(app.config.get('CELERY_QUEUE'))\n",
    ],
)
def test_a_name_that_something_reads_is_the_programs_own(text, used):
    assert used(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CELERY_QUEUE = 'other'\n",
        "CELERY_QUEUE: str = env('CELERY_QUEUE')\n",
        "config = {'CELERY_QUEUE': 'other'}\n",
        "app.config['CELERY_QUEUE'] = 'other'\n",
        "print('CELERY_QUEUE_LENGTH', CELERY_QUEUES)\n",
    ],
)
def test_to_set_it_is_not_to_read_it(text, used):
    assert not used(text)


def test_settings_are_not_marked(project_of):
    files = {"proj.py": APP.replace("proj.settings", "settings"), "settings.py": SETTINGS}
    files["web.py"] = "import settings\nprint(settings.CELERY_BROKER_URL)\n"
    [entry] = [entry for entry in project_of(files).config.entries if entry.setting == "broker_url"]
    assert not entry.used


@pytest.mark.parametrize(
    ("text", "is_used"),
    [
        ("from proj import conf\n\n@app.task(**conf.worker_task_kwargs)\ndef add(): ...\n", True),
        ("from proj.conf import worker_task_kwargs\n", True),
        ("import proj.conf as celery_conf\nprint(celery_conf.worker_task_kwargs)\n", True),
        ("print(self.worker_task_kwargs)\n", False),
        ("worker_task_kwargs = {}\n", False),
    ],
)
def test_a_lower_case_name_is_read_where_it_is_taken_from_its_module(text, is_used, project_of):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": 'from celery import Celery\napp = Celery()\napp.config_from_object("proj.conf")\n',
        "proj/conf.py": "worker_task_kwargs = {}\n",
        "proj/web.py": f"from proj.celery import app\n{text}",
    }
    [entry] = project_of(files).config.entries
    assert entry.used is is_used
