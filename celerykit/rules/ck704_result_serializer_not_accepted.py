from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.content import accepted, canonical, refuses
from celerykit.rules.words import assignment, unless

# No results; or results that Django's cache pickles, whatever is set (django_celery_results/backends/cache.py).
_NOT_SERIALIZED = (None, "", "disabled", "disabled://", "django-cache")


class ResultSerializerNotAccepted(Rule):
    """Results are written in a form that their readers refuse.

    *Why*: results are read only in the forms that `result_accept_content` names, and `accept_content` where that is not
    set (celery/backends/base.py).
    A result in any other form raises `ContentDisallowed` in the process that asks for it.

    *Instead*: write results in a form that is accepted.
    """

    code = "CK704"
    name = "result-serializer-not-accepted"
    severity = "error"
    message = (
        "results are written as {written}, but read only as {accepted}: asking for one raises ContentDisallowed{unless}"
    )
    fix = "{cure}"
    symptoms = ("kombu.exceptions.ContentDisallowed: Refusing to deserialize untrusted content of type yaml",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
result_serializer = "yaml"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
result_serializer = "yaml"
result_accept_content = ["json", "yaml"]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        backend, serializer = config["result_backend"], config["result_serializer"]
        if backend.decided and backend.value in _NOT_SERIALIZED:
            return
        own = config["result_accept_content"]
        content, setting = (
            (own, "result_accept_content") if own.unknown or own.value else (config["accept_content"], "accept_content")
        )
        names = accepted(content)
        if names is None or not (serializer.known or content.known) or not refuses(names, serializer):
            return
        written = str(canonical(serializer.value))
        both = str(sorted({*names, written})).replace("'", '"')
        yield self.finding(
            serializer if serializer.known else content,
            subject=config.subject,
            said="written in this form" if serializer.known else f"all that is read ({setting})",
            related=label(content, "all that is read") if serializer.known and content.known else (),
            written=written,
            accepted=", ".join(sorted(names)) or "nothing",
            cure=assignment(project, "result_serializer", '"json"')
            if written == "pickle"
            else assignment(project, "result_accept_content", both),
            unless=unless(serializer, content),
        )
