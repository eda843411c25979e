from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import named

_SETTING = "task_acks_on_failure_or_timeout"


class DeprecatedAcksSetting(Rule):
    """`task_acks_on_failure_or_timeout` is set, which two settings replace.

    *Why*: from Celery 5.7 on there is one setting for failures and one for timeouts; 6.0 drops the one for both.
    Celery warns only where the settings are a module without a namespace (celery/app/defaults.py).

    *Instead*: set `task_acks_on_failure` and `task_acks_on_timeout`.
    """

    code = "CK117"
    name = "deprecated-acks-setting"
    severity = "info"
    since = "5.7"
    message = "{name} is deprecated since Celery 5.7: one setting for failures and one for timeouts replace it"
    fix = "{failure} = {value}, {timeout} = {value}"
    symptoms = ("CPendingDeprecationWarning: The 'task_acks_on_failure_or_timeout' setting",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_acks_on_failure_or_timeout = False
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_acks_on_failure = False
task_acks_on_timeout = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry(_SETTING)
        if entry is None:
            return
        yield self.finding(
            entry.place,
            subject=project.config.subject,
            said="deprecated",
            name=entry.name,
            failure=named(project, "task_acks_on_failure"),
            timeout=named(project, "task_acks_on_timeout"),
            value=entry.value.value if entry.value.known else "…",
        )
