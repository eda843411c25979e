from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, State, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import kept_in
from celerykit.rules.options import key
from celerykit.rules.stages import stage_of
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.urls import urls
from celerykit.rules.words import assignment, unless

_LOCAL = ("LocMemCache", "DummyCache")


class MemoryResultBackend(Rule):
    """Results are kept in the memory of one process.

    *Why*: `cache+memory://` is a dictionary in the process that has run the task.
    Who asks for the result is another process, and sees PENDING for ever; so it is with Django's `LocMemCache`.

    *Instead*: keep results where all processes can read them.
    `cache+memory://` is for tests, with a worker in a thread of the same process.
    """

    code = "CK315"
    name = "memory-result-backend"
    severity = "error"
    message = "{what} keeps a result in the process that ran the task: any other sees PENDING for ever{unless}"
    fix = "{line}"
    symptoms = ("the state of every task is PENDING, though the worker has run it",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "cache+memory://"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        kept, tasks = backend(project), urls(project.config["broker_url"])
        alone = project.embedded or any(url.startswith("memory://") for url in tasks)
        if not kept_in(project) or alone or stage_of(project, kept) in {"tests", "development"}:
            return
        cause = _memory(project, kept)
        if not cause:
            return
        what, at = cause
        workers = project.deployment.workers
        yield self.finding(
            kept,
            subject=project.config.subject,
            said="seen by one process only",
            related=[
                *(label(at, "in the memory of each process") if at is not kept else ()),
                *(label(workers[0].place, "is another process") if workers else ()),
            ],
            severity="warning" if kept.variable or at.variable else None,
            what=what,
            unless=unless(kept),
            line=assignment(project, "result_backend", '"redis://localhost:6379/1"'),
        )


def _memory(project: Project, kept: Value) -> tuple[str, Value] | None:
    """What keeps results in memory, and the value that says so."""
    cache = project.config["cache_backend"]
    text = kept.value if kept.known and isinstance(kept.value, str) else ""
    if text.startswith("cache+memory"):
        return "cache+memory://", kept
    if text == "cache" and cache.known and isinstance(cache.value, str) and cache.value.partition("://")[0] == "memory":
        return "cache_backend = memory", cache
    return _of_django(project, cache) if kind_of(kept) == "django-cache" else None


def _of_django(project: Project, cache: Value) -> tuple[str, Value] | None:
    """Django's cache, where it is one of a process (django_celery_results/backends/cache.py)."""
    if not project.django or cache.unknown:
        return None
    caches = project.django["CACHES"]
    if caches.state is State.DEFAULT:  # which Django fills with a LocMemCache
        return "Django's LocMemCache, the default,", caches
    chosen = key(caches, str(cache.value or "default"))
    said = key(chosen, "BACKEND") if chosen else None
    if not said or not said.known or not isinstance(said.value, str):
        return None
    name = said.value.rpartition(".")[2]
    return (f"Django's {name}", said) if name in _LOCAL else None
