from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import listed


class DjangoAppNotLoaded(Rule):
    """A Django project uses shared tasks, and nothing loads its Celery app in web processes.

    *Why*: a `@shared_task` belongs to whatever app there is in the process.
    `manage.py` and a web server import the project's package, and none of its `celery.py`; where that package does not
    import the app, Celery makes one of its own (celery/_state.py, default_app), without the settings: `delay()` dials
    RabbitMQ on localhost, and results cannot be read.
    Workers are not concerned, as `-A` loads the app.

    *Instead*: import the app in the package's `__init__.py`.
    """

    code = "CK503"
    name = "django-app-not-loaded"
    severity = "error"
    message = (
        "{package}/__init__.py does not import the Celery app, but {tasks} {are} shared: a web process {sends} {them} "
        "by an app without settings{where}"
    )
    fix = "from {module} import {name}, in {package}/__init__.py"
    symptoms = (
        "kombu.exceptions.OperationalError: [Errno 111] Connection refused, from a view",
        "AttributeError: 'DisabledBackend' object has no attribute '_get_task_meta_for'",
    )
    bad = """\
# file: manage.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
# file: shop/__init__.py
# file: shop/settings.py
INSTALLED_APPS = ["shop.orders"]
CELERY_BROKER_URL = "redis://localhost:6379/0"
# file: shop/celery.py
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# file: shop/orders/__init__.py
# file: shop/orders/tasks.py
from celery import shared_task


@shared_task
def bill(pk): ...
"""
    good = bad.replace(
        "# file: shop/__init__.py\n", "# file: shop/__init__.py\nfrom .celery import app as celery_app\n"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        django = project.django
        shared = [task for task in project.tasks if task.shared]
        if django is None or django.loads_app is not False or not shared or not project.app or project.tests:
            return
        module, _, name = project.app.partition(":")
        names = {task.name for task in shared}
        # What a task sends, a worker does; what is seen of nobody may still be sent from elsewhere.
        sent = any(call.within is None and (call.task is None or call.task in names) for call in project.calls)
        # Celery reads that variable in every process: the broker is the right one then, and all else is not.
        by_variable = project.config["broker_url"].variable == "CELERY_BROKER_URL"
        yield self.finding(
            django.place or shared[0].place,
            subject=project.app,
            said="the app is not imported here",
            related=[
                *label(project.app_place, "the app"),
                *(end for task in shared[:_LABELS] for end in label(task.place, "a shared task")),
            ],
            severity=None if sent and not by_variable else "warning",
            sends="sends" if sent else "would send",
            where="" if by_variable else ", to amqp://guest@localhost",
            package=django.package.replace(".", "/"),
            tasks=listed([task.name or task.function for task in shared]),
            are="are" if len(shared) > 1 else "is",
            them="them" if len(shared) > 1 else "it",
            module=module,
            name=name if name.isidentifier() else "app",
        )


_LABELS = 3
