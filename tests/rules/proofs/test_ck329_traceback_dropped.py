from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run

PROGRAM = """
import sys
import django
from django.conf import settings
from django.core.management import call_command
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "results.sqlite3"}
settings.configure(INSTALLED_APPS=["django_celery_results"], DATABASES={"default": database}, USE_TZ=True)
django.setup()
call_command("migrate", verbosity=0)
from celery import Celery
from celery.app.task import Context
from django_celery_results.models import TaskResult
app = Celery("proof", broker="memory://", backend="django-db")
app.conf.result_extended = sys.argv[1] == "extended"
app.backend.store_result("some-id", ValueError("no"), "FAILURE", traceback="line 7", request=Context(task="proof.add"))
result = app.AsyncResult("some-id")
print(result.state, result.traceback, TaskResult.objects.get().task_name)
"""


@pytest.mark.parametrize(("how", "said"), [("plain", "FAILURE None None"), ("extended", "FAILURE line 7 proof.add")])
def test_a_traceback_is_stored_with_the_extended_result_only(how: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    assert run("program.py", how, cwd=tmp_path).strip() == said
