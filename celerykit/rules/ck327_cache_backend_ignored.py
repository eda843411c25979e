from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import STORES, backend, kind_of
from celerykit.rules.words import named, unless
from celerykit.values.secrets import shown


class CacheBackendIgnored(Rule):
    """A cache is named for results that are kept elsewhere.

    *Why*: `cache_backend` says which cache, where `result_backend` is only `cache` or `django-cache`.
    Beside any other backend nobody reads it: results are neither cached nor kept there.

    *Instead*: take it out, or set `result_backend = "django-cache"`.
    """

    code = "CK327"
    name = "cache-backend-ignored"
    severity = "info"
    message = (
        "{name} = {value} has no effect: results are kept in {store}, and only cache and django-cache read it{unless}"
    )
    fix = "take {name} out"
    symptoms = ("the cache holds no results",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "django-db"
cache_backend = "default"
"""
    good = bad.replace("django-db", "django-cache")

    def check(self, project: Project) -> Iterator[Finding]:
        cache, kept = project.config["cache_backend"], backend(project)
        kind = kind_of(kept)
        if not cache.known or not cache.value or kind not in STORES or kind in {"cache", "django-cache", "disabled"}:
            return
        yield self.finding(
            cache,
            subject=project.config.subject,
            said="nobody reads it",
            related=label(kept, "kept here"),
            name=named(project, "cache_backend"),
            value=shown(cache.value),
            store=STORES[kind].title,
            unless=unless(kept),
        )
