from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.values.secrets import hide_in_text


class ConfigDoesNotLoad(Rule):
    """A module of the configuration does not parse, or raises when it is loaded.

    *Why*: Celery imports the app and its configuration when a worker starts, and fails as the import does.
    What stands in the module could not be judged, either.

    *Instead*: mend the module.
    """

    code = "CK106"
    name = "config-does-not-load"
    severity = "error"
    message = "{what} {problem}: {text}"
    fix = "mend it: a worker stops at the same place"
    bad = """\
broker_url = "redis://localhost:6379/0
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for failure in project.failures:
            what = failure.subject or (failure.place.path if failure.place else project.config.subject)
            yield self.finding(
                failure.place,
                subject=what,
                said="here",
                what=what or "the configuration",
                problem="does not parse" if failure.kind == "does-not-parse" else "raises when it is loaded",
                text=hide_in_text(failure.text),
            )
