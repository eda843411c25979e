"""Results in Django's cache: django_celery_results/backends/cache.py."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal, Remark

__all__ = ["DjangoCache"]


class DjangoCache(Backend):
    """An entry a result, in the cache of CACHES that `cache_backend` names, else in the default one."""

    name = "django_cache"
    title = "Django's cache"
    schemes = ("django-cache",)
    driver = ("django_celery_results", 'pip install "celerykit[django]"')

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished, as far as Django's cache does."""
        return keeping(intents), []

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """A cache for results; which one it is only Django knows."""
        if intents.results == "none":
            return ()
        needed = ("in CACHES, a cache that all processes share: not LocMemCache, and not DummyCache",)
        return (*needed, "TLS in CACHES: celerykit does not see that connection") if intents.tls else needed

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What Django's caches do with more than a few results (django/core/cache/backends/base.py)."""
        if intents.results == "none":
            return ()
        text = "Django's database and file caches drop results once there are MAX_ENTRIES of them: 300 unless set"
        return (Remark("keep_results", text, "warning"),)
