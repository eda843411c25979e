from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.values.suggestions import closest

_OWN = ("PersistentScheduler", "Scheduler")
_DATABASE = "django_celery_beat.schedulers:DatabaseScheduler"
# Entry points of `celery.beat_schedulers`: names that need no module.
_SHORT = {"django": _DATABASE}


class BeatSchedulerUnknown(Rule):
    """The scheduler that beat is told to use cannot be imported.

    *Why*: beat imports its scheduler when it starts, and exits where it cannot. `celery.beat` has two, and
    django-celery-beat's needs its app among INSTALLED_APPS, for its tables. That of django-celery (`djcelery`) needs
    Celery 3.

    *Instead*: add "django_celery_beat" to INSTALLED_APPS, and run its migrations.
    """

    code = "CK617"
    name = "beat-scheduler-unknown"
    severity = "error"
    message = "beat is told to use the scheduler {scheduler}, {why}: it exits when it starts"
    fix = "{cure}"
    symptoms = (
        "AttributeError: module 'celery.beat' has no attribute 'PersistantScheduler'",
        "RuntimeError: Model class django_celery_beat.models.SolarSchedule doesn't declare an explicit app_label",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_scheduler = "celery.beat:PersistantScheduler"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
beat_scheduler = "celery.beat:PersistentScheduler"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        processes = (*project.deployment.of("beat"), *project.deployment.workers)
        given = (each.options["scheduler"] for each in processes if "scheduler" in each.options)
        for scheduler in (project.config["beat_scheduler"], *given):
            if scheduler.known and isinstance(scheduler.value, str) and not scheduler.variable:
                yield from self._judged(project, scheduler, _dotted(scheduler.value))

    def _judged(self, project: Project, scheduler: Value, dotted: str) -> Iterator[Finding]:
        module, _, name = dotted.partition(":")
        if module == "celery.beat" and name not in _OWN:
            meant = closest(name, _OWN) or _OWN[0]
            yield self._told(project, scheduler, "which celery.beat does not have", f"celery.beat:{meant}")
        elif module.startswith("djcelery"):
            yield self._told(project, scheduler, "which is made for Celery 3", _DATABASE)
        elif dotted == _DATABASE and project.django:
            apps = project.django["INSTALLED_APPS"]
            there = any("django_celery_beat" in str(item.value) or not item.known for item in apps.items)
            if apps.known and not apps.open and not there:
                yield self._told(
                    project, scheduler, "whose app is not among INSTALLED_APPS",
                    'add "django_celery_beat" to INSTALLED_APPS', apps,
                )  # fmt: skip

    def _told(self, project: Project, scheduler: Value, why: str, cure: str, apps: Value | None = None) -> Finding:
        return self.finding(
            scheduler,
            subject=project.app or project.config.subject,
            said="beat cannot use it",
            related=label(apps, "it is not among these") if apps else (),
            scheduler=scheduler.value,
            why=why,
            cure=cure,
        )


def _dotted(name: str) -> str:
    """A class as `module:name`, by whatever way it is written."""
    name = _SHORT.get(name, name)
    head, _, last = name.replace(":", ".").rpartition(".")
    return f"{head}:{last}"
