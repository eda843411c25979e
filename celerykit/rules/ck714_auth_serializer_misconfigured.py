from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.content import accepted
from celerykit.rules.words import assignment, unless

_AUTH = "auth"


class AuthSerializerMisconfigured(Rule):
    """Messages are to be signed, and one half of what that takes is missing.

    *Why*: the serializer `auth` exists only once `app.setup_security()` was called; without it sending a task raises
    `SerializerNotInstalled`.
    That call wants `task_serializer = "auth"` and `accept_content = ["auth"]`, that list and no other, and raises
    `ImproperlyConfigured` for anything else (celery/security/__init__.py, setup_security).

    *Instead*: both settings, and the call, with a key, a certificate and a store of those that are trusted.
    """

    code = "CK714"
    name = "auth-serializer-misconfigured"
    severity = "error"
    message = "{what}: {consequence}{unless}"
    fix = "{line}"
    symptoms = (
        "kombu.exceptions.SerializerNotInstalled: No encoder installed for auth",
        "celery.exceptions.ImproperlyConfigured: You have to configure a special task serializer",
    )
    bad = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.task_serializer = "json"
app.conf.accept_content = ["auth", "json"]
app.setup_security()
"""
    good = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.task_serializer = "auth"
app.conf.accept_content = ["auth"]
app.setup_security()
"""

    def check(self, project: Project) -> Iterator[Finding]:
        serializer, content = project.config["task_serializer"], project.config["accept_content"]
        signed = serializer.known and serializer.value == _AUTH
        if signed and not project.security and project.app and project.imports_complete:
            yield self.finding(
                serializer,
                subject=project.config.subject,
                said="exists only once setup_security was called",
                related=label(project.app_place, "no setup_security for this app"),
                what="tasks are to be signed, and setup_security() is never called",
                consequence="sending one raises SerializerNotInstalled",
                unless=unless(serializer),
                line="app.setup_security()",
            )
        elif project.security or (signed and content.known and _AUTH in (accepted(content) or ())):
            yield from self._half(project, serializer, content)

    def _half(self, project: Project, serializer: Value, content: Value) -> Iterator[Finding]:
        wanted: tuple[tuple[str, Value, object], ...] = (
            ("task_serializer", serializer, _AUTH),
            ("accept_content", content, [_AUTH]),
        )
        for setting, value, right in wanted:
            if value.unknown or value.open or value.value == right:
                continue
            yield self.finding(
                value if value.known else project.security,
                subject=project.config.subject,
                said="not what signing needs" if value.known else "signing is set up",
                related=label(project.security, "signing is set up") if value.known else (),
                what=f"{setting} is {value.value!r}".replace("'", '"'),
                consequence="setup_security() raises ImproperlyConfigured",
                unless=unless(value),
                line=assignment(project, setting, '["auth"]' if setting == "accept_content" else '"auth"'),
            )
            return
