from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, unless


class HijackRootLogger(Rule):
    """Django's LOGGING has a root logger, whose handlers a worker takes away.

    *Why*: as it starts, a worker replaces the handlers of the root logger by one of its own that writes to its output
    (celery/app/log.py), after Django has set up its logging.
    What tasks log then never reaches the files, services and formats that LOGGING names.

    *Instead*: `worker_hijack_root_logger = False`, or a handler of Celery's signal `setup_logging`.
    """

    code = "CK819"
    name = "hijack-root-logger"
    severity = "info"
    message = "in a worker {handlers} of LOGGING's root logger do nothing: Celery puts its own in their place{unless}"
    fix = "{line}"
    symptoms = ("logs of tasks do not appear in Sentry, or in the log file", "the worker ignores Django's LOGGING")
    bad = """\
# file: proj/__init__.py
from proj.celery import app
# file: proj/settings.py
INSTALLED_APPS = []
LOGGING = {
    "version": 1,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": "proj.log"}},
    "root": {"handlers": ["file"], "level": "INFO"},
}
CELERY_BROKER_URL = "redis://localhost:6379/0"
# file: proj/celery.py
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""
    good = bad.replace("CELERY_BROKER_URL", "CELERY_WORKER_HIJACK_ROOT_LOGGER = False\nCELERY_BROKER_URL")

    def check(self, project: Project) -> Iterator[Finding]:
        hijack = project.config["worker_hijack_root_logger"]
        handlers = _root_handlers(project.django["LOGGING"]) if project.django else None
        if handlers is None or not hijack.decided or not hijack.value or project.tests:
            return
        if project.signals is None or "setup_logging" in project.signals or "after_setup_logger" in project.signals:
            return
        yield self.finding(
            handlers,
            subject=project.config.subject,
            said="taken away in a worker",
            related=label(hijack, "takes them away"),
            handlers=", ".join(repr(name) for name in handlers.value),
            line=assignment(project, "worker_hijack_root_logger", "False"),
            unless=unless(handlers, hijack),
        )


def _root_handlers(logging: Value) -> Value | None:
    """The handlers that LOGGING gives the root logger, be it under "root" or as the logger ""; None for none known."""
    loggers = logging.keys.get("loggers")
    for root in (logging.keys.get("root"), loggers.keys.get("") if loggers else None):
        handlers = root.keys.get("handlers") if root else None
        if handlers and handlers.known and isinstance(handlers.value, (list, tuple)) and handlers.value:
            return handlers
    return None
