from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.routes import Route, is_misread, routes
from celerykit.rules.tasks_known import names


class RouteGlobWithoutStar(Rule):
    """A route is written as a pattern, but Celery takes it for something else.

    *Why*: a key of `task_routes` is a glob only where it holds a `*` (celery/app/routes.py, MapRoute).
    Any other text is the whole name of a task, so `proj.tasks.task_?` is the route of a task that is called so: of
    none.
    A regular expression in a text is never one: `^feed\\.` is a name, and `.*feed` a glob for names that begin with a
    dot.

    *Instead*: put a `*` into a glob, and give a regular expression as `re.compile(…)`.
    """

    code = "CK507"
    name = "route-glob-without-star"
    severity = "error"
    message = "{written} is taken for {taken}: the route is never used"
    fix = "{cure}"
    symptoms = ("tasks go to the default queue, though a pattern of task_routes should match them",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.tasks.image_?": {"queue": "images"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.tasks.image_*": {"queue": "images"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        known = names(project)
        for route in routes(project).all:
            if is_misread(route) and not any(route.takes(name) for name in known):
                yield self._told(project, route)

    def _told(self, project: Project, route: Route) -> Finding:
        of_glob = route.kind == "name" and not set(route.written) - _OF_A_GLOB
        cure = f'write "{route.written}" with a * in it' if of_glob else f"give it as re.compile({route.written!r})"
        star = "a task's whole name, as it holds no *" if of_glob else "a task's whole name"
        return self.finding(
            route.value,
            subject=project.config.subject,
            said="not a pattern" if route.kind == "name" else "a glob, not a regular expression",
            written=route.written,
            taken=star if route.kind == "name" else "a glob, in which only *, ? and [] mean something",
            cure=cure,
        )


# What a glob may hold: were there any other sign, it would be a regular expression.
_OF_A_GLOB = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-?[]!")
