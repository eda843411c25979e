from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import kept_in, length, scheduled_cleanups
from celerykit.rules.stores import backend, dialect_of, kind_of
from celerykit.rules.words import assignment, named, unless
from celerykit.values.secrets import shown

# rpc deletes its queue when the sender leaves; for the cache of Django 0 means to keep nothing.
_OTHERWISE = frozenset({"rpc", "django-cache"})


class ResultExpiresNoneOrZero(Rule):
    """Results are kept for ever.

    *Why*: `None` and 0 switch expiry off.
    Each task leaves a result behind, of which nobody deletes any: Redis grows until its memory is full, and then
    refuses writes or drops other keys.
    Less than a second counts as 0 there.
    A database grows too: beat sends no `celery.backend_cleanup` then.

    *Instead*: say how long results are of use, `result_expires = 3600`, or keep none: `task_ignore_result = True`.
    """

    code = "CK309"
    name = "result-expires-none-or-zero"
    severity = "warning"
    message = "{name} = {value}, so {store} keeps every result for ever{unless}"
    fix = "{line}"
    symptoms = (
        "Redis grows and grows with celery-task-meta- keys",
        "OOM command not allowed when used memory > 'maxmemory'",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
result_expires = None
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
result_expires = 3600
"""

    def check(self, project: Project) -> Iterator[Finding]:
        expires, store, kept = project.config["result_expires"], kept_in(project), backend(project)
        seconds = length(expires)
        if not expires.known or seconds is None or not store or store.expires_by or store.expiry == "never":
            return
        memory = isinstance(kept.value, str) and kept.value.startswith("cache+memory")
        too_long = seconds >= (1 if store.expiry == "itself" else 0.001)
        if too_long or memory or kind_of(kept) in _OTHERWISE:
            return
        if dialect_of(kept) is not None and any(scheduled_cleanups(project)):
            return  # which deletes them all, or fails: a rule of its own
        yield self.finding(
            expires,
            subject=project.config.subject,
            said="nothing expires",
            related=label(kept, "kept here"),
            severity="info" if store.expiry == "cleanup" else None,
            name=named(project, "result_expires"),
            value=shown(expires.value),
            store=store.title,
            unless=unless(expires),
            line=assignment(project, "result_expires", "3600"),
        )
