from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.routes import Route, queue_of, routes
from celerykit.values.secrets import hide_in_text


class RouteOrderShadowed(Rule):
    """A route is never asked, since one before it takes all its tasks.

    *Why*: in one mapping Celery tries whole names first, then patterns in the order in which they are written; the
    first that matches wins.
    Of several mappings in a list, the first that has an answer wins, even over a whole name in a later one.

    *Instead*: write the narrower pattern before the wider one, and a catch-all `"*"` last.
    """

    code = "CK509"
    name = "route-order-shadowed"
    severity = "warning"
    message = "{later} is never asked: {earlier} comes before it and takes all its tasks, to {target}"
    fix = "write {later} before {earlier}"
    symptoms = ("a narrower route has no effect",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.*": {"queue": "default"}, "proj.media.*": {"queue": "media"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_routes = {"proj.media.*": {"queue": "media"}, "proj.*": {"queue": "default"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        in_order = [route for router in routes(project).routers for route in router.routes]
        for index, later in enumerate(in_order):
            earlier = next((each for each in in_order[:index] if _takes_all(each, later)), None)
            if earlier and _differ(earlier.target, later.target):
                yield self._told(project, earlier, later)

    def _told(self, project: Project, earlier: Route, later: Route) -> Finding:
        queue = queue_of(earlier.target)
        return self.finding(
            later.value,
            subject=project.config.subject,
            said="never asked",
            related=label(earlier.value, "takes all its tasks"),
            earlier=earlier.written,
            later=later.written,
            target=hide_in_text(str(queue.value)) if queue and queue.known else "another place",
        )


def _takes_all(earlier: Route, later: Route) -> bool:
    """Whether every name that the later one takes is taken by the earlier one.

    A * stands for anything, a * among it: so a glob takes all that another one takes where it takes its very text.
    """
    if earlier.pattern is None or earlier.written == later.written:
        return False
    if later.kind == "name":
        return bool(earlier.pattern.match(later.written))
    plain = earlier.kind == later.kind == "glob" and not set("?[]") & set(earlier.written + later.written)
    return plain and bool(earlier.pattern.match(later.written))


def _differ(one: Value, other: Value) -> bool:
    """Whether two targets are certainly not the same."""
    if not (one.known and other.known):
        return False
    first, second = queue_of(one), queue_of(other)
    same_queue = first is not None and second is not None and first.value == second.value
    plain = all(isinstance(each.value, str) or set(each.keys) == {"queue"} for each in (one, other))
    return not (same_queue and plain) and one.value != other.value
