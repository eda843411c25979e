from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run

PROGRAM = """
import sys
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=sys.argv[1:], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}})
django.setup()
from celery import Celery
app = Celery("proof", broker="memory://", backend="django-db")
try:
    app.send_task("proof.add")
except RuntimeError as error:
    print(error)
else:
    print("sent")
"""


@pytest.mark.parametrize(
    ("apps", "said"),
    [(["django.contrib.contenttypes"], "declare an explicit app_label"), (["django_celery_results"], "sent")],
)
def test_sending_a_task_raises_without_the_app(apps: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    assert said in run("program.py", *apps, cwd=tmp_path)
