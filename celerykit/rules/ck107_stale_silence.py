from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule


class StaleSilence(Rule):
    """A silence is written where nothing is found.

    *Why*: a silence that outlives its cause hides the next mistake on that line.

    *Instead*: delete it.
    The engine yields this finding itself, after all other rules have run.
    """

    code = "CK107"
    name = "stale-silence"
    severity = "warning"
    message = "{silence} silences nothing here"
    fix = "delete it"
    bad = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = 300  # celerykit: ignore[CK104]
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_time_limit = "300"  # celerykit: ignore[CK104]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        yield from ()
