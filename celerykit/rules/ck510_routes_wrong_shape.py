from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Opaque, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment, named


class RoutesWrongShape(Rule):
    """`task_routes` is a list of pairs, which Celery takes for a list of routers.

    *Why*: a list or a tuple holds routers, each of them a mapping, a list of pairs, or the name of a function
    (celery/app/routes.py, prepare).
    A pair that stands there alone is taken apart as if it were such a list, and a text is imported as a module.
    Workers start all the same: the first process that sends a task gets the error.

    *Instead*: write a dict, or, where the order must be kept by a list, one more list around the pairs.
    """

    code = "CK510"
    name = "routes-wrong-shape"
    severity = "error"
    message = "{problem}"
    fix = "{cure}"
    symptoms = (
        "ValueError: too many values to unpack (expected 2), when a task is sent",
        "ValueError: not enough values to unpack (expected 2, got 1), when a task is sent",
        "ModuleNotFoundError named like a task, when a task is sent",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = [("proj.media.*", {"queue": "media"}), ("proj.mail.*", {"queue": "mail"})]
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.media.*": {"queue": "media"}, "proj.mail.*": {"queue": "mail"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value = project.config["task_routes"]
        if isinstance(value.value, str) and _is_pattern(value):
            yield self._told(project, value, f"the text {value.value} is imported as a router{_RAISES_IMPORT}")
        elif len(value.items) == 2 and _is_key(value.items[0]) and _is_target(value.items[1]):
            first = value.items[0]
            sort = "is no router" if isinstance(first.value, Opaque) else "is imported as a router"
            problem = f"a single pair is taken for two routers, and {_shown(first)} {sort}"
            yield self._told(project, value, problem + _RAISES_IMPORT)
        else:
            pairs = [item for item in value.items if _is_lone_pair(item)]
            if pairs:
                number = f"{len(pairs)} pairs stand" if len(pairs) > 1 else "a pair stands"
                problem = f"{number} where routers belong: the first task that is sent raises ValueError"
                yield self._told(project, pairs[0], problem)

    def _told(self, project: Project, value: Value, problem: str) -> Finding:
        written = '{"proj.tasks.*": {"queue": "…"}, …}'
        return self.finding(
            value,
            subject=project.config.subject,
            said="no router",
            problem=f"{problem} (in {named(project, 'task_routes')})",
            cure=assignment(project, "task_routes", written),
        )


_RAISES_IMPORT = ": the first task that is sent raises an error"


def _is_lone_pair(value: Value) -> bool:
    """Whether an item is one pair of key and target, where a list of such pairs belongs."""
    return len(value.items) == 2 and _is_key(value.items[0]) and not value.open and _is_target(value.items[1], True)


def _is_key(value: Value) -> bool:
    if isinstance(value.value, Opaque):
        return value.value.type == "re.Pattern"
    return value.known and isinstance(value.value, str)


def _is_target(value: Value, text: bool = False) -> bool:
    """Whether it can only be meant as what a route leads to; text: a text is enough."""
    options = isinstance(value.value, dict) or (value.unknown and bool(value.keys))
    return (options and "queue" in value.keys) or (text and (options or isinstance(value.value, str)))


def _is_pattern(value: Value) -> bool:
    return "*" in str(value.value)


def _shown(value: Value) -> str:
    return value.value if isinstance(value.value, str) else "an expression"
