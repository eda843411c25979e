from __future__ import annotations

import re
from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.routes import Route, routes
from celerykit.rules.tasks_known import names

# Names of tasks begin with a letter, so what begins so matches none.
_BEGINS_WITH_DOT = re.compile(r"\^?\\\.")


class RouteRegexUnanchored(Rule):
    """A regular expression among the routes matches other tasks than was meant.

    *Why*: Celery compares it by `match()`, which begins at the start of a task's name and may end anywhere.
    So `re.compile(r"\\.feed")` matches no task at all, and `re.compile("feed")` takes `feeds.refresh` too.

    *Instead*: write the expression from the start of the name, and end it by a dot or by `$`.
    """

    code = "CK508"
    name = "route-regex-unanchored"
    severity = "warning"
    message = "{written} {problem}"
    fix = "{cure}"
    symptoms = ("tasks of one module arrive in the queue of another whose name begins alike",)
    bad = """\
import re

broker_url = "redis://localhost:6379/0"
task_routes = {re.compile(r"\\.feed"): {"queue": "feeds"}}
"""
    good = """\
import re

broker_url = "redis://localhost:6379/0"
task_routes = {re.compile(r".+\\.feed"): {"queue": "feeds"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        known = sorted(names(project))
        for route in routes(project).all:
            if route.kind != "regex" or route.pattern is None:
                continue
            beyond = _beyond(route.pattern, known)
            if _never(route, known):
                problem = "is compared from the start of a task's name, and matches none"
                yield self._told(project, route, problem, f're.compile(r".*{route.written.removeprefix("^")}")')
            elif beyond:
                problem = f"ends before the name does, and takes {beyond} too"
                yield self._told(project, route, problem, rf're.compile(r"{route.written}(\.|$)")', beyond)

    def _told(self, project: Project, route: Route, problem: str, cure: str, other: str = "") -> Finding:
        place = next((task.place for task in project.tasks if other and task.name == other), None)
        return self.finding(
            route.value,
            subject=project.config.subject,
            said="the route",
            related=label(place, "taken too"),
            written=route.written,
            problem=problem,
            cure=cure,
        )


def _never(route: Route, known: list[str]) -> bool:
    assert route.pattern is not None
    if _BEGINS_WITH_DOT.match(route.written):
        return True
    return not any(map(route.pattern.match, known)) and any(map(route.pattern.search, known))


def _beyond(pattern: re.Pattern[str], known: list[str]) -> str:
    """A task that the expression takes in the middle of a word, where there is one that it takes at the end of one."""
    whole: list[str] = []
    cut: list[str] = []
    for name in known:
        match = pattern.match(name)
        if match and match.end():
            rest = name[match.end() :]
            in_word = rest[:1].isalnum() and name[match.end() - 1].isalnum()
            (cut if in_word else whole).append(name)
    return cut[0] if cut and whole else ""
