from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import unless

_APP = "django_celery_results"


class ResultDriverMissing(Rule):
    """Results are to be kept by Django, which does not know of it.

    *Why*: `django-db` and `django-cache` are in the package django-celery-results, and its models belong to a Django
    app of its own.
    Where `INSTALLED_APPS` leaves it out, the first task that is sent raises `RuntimeError`, and there is no table.

    *Instead*: install django-celery-results, add `"django_celery_results"` to `INSTALLED_APPS`, and migrate.
    """

    code = "CK305"
    name = "result-driver-missing"
    severity = "error"
    message = "{backend} keeps results in a table of {app}, which INSTALLED_APPS does not hold: {seen}{unless}"
    fix = 'INSTALLED_APPS += ["{app}"], then: python manage.py migrate {app}'
    symptoms = (
        "RuntimeError: Model class django_celery_results.models.TaskResult doesn't declare an explicit app_label",
        'relation "django_celery_results_taskresult" does not exist',
    )
    bad = """\
# file: manage.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
# file: proj/__init__.py
# file: proj/settings.py
INSTALLED_APPS = ["django.contrib.contenttypes"]
CELERY_BROKER_URL = "redis://localhost:6379/0"
CELERY_RESULT_BACKEND = "django-db"
# file: proj/celery.py
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")

app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""
    good = bad.replace('contenttypes"]', 'contenttypes", "django_celery_results"]')

    def check(self, project: Project) -> Iterator[Finding]:
        kept = backend(project)
        if not project.django or kind_of(kept) != "django-db" or not kept.known:
            return
        apps = project.django["INSTALLED_APPS"]
        whole = apps.known and isinstance(apps.value, (list, tuple)) and not apps.open
        if not whole or not all(isinstance(name, str) for name in apps.value):
            return
        if any(name.partition(".")[0] == _APP for name in apps.value):
            return
        yield self.finding(
            kept,
            subject=project.app or project.config.subject,
            said="needs an app of Django's",
            related=label(apps, f"{_APP} is not among these"),
            backend="django-db",
            app=_APP,
            seen="sending a task raises RuntimeError",
            unless=unless(kept),
        )
