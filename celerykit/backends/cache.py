"""Results in Memcached, or in the memory of one process: celery/backends/cache.py."""

from __future__ import annotations

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal
from celerykit.values.durations import in_words

__all__ = ["Cache"]

# Memcached takes a longer expiry for a date in 1970, so the result is gone at once (MAX_RELATIVE_EXPIRES there).
_LONGEST = 30 * 24 * 60 * 60


class Cache(Backend):
    """cache+memcached://… or cache+memory://."""

    name = "cache"
    title = "the cache"
    schemes = ("cache",)
    # cache+memory:// needs none, and would not work with processes anyway.
    driver = ("pymemcache", "pip install pymemcache")

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Memcached keeps results for 30 days at most; memory keeps them for its own process."""
        refused = self._in_memory(intents) if url.startswith("cache+memory") else self._in_memcached(intents)
        return keeping(intents), refused

    def _in_memory(self, intents: Intents) -> list[Refusal]:
        if intents.results != "poll":
            return []
        fact = 'results = "poll", but cache+memory:// keeps a result in the process that stored it: others see PENDING'
        return [Refusal("results", fact, "use a store that any process can read (redis://…, db+postgresql://…)")]

    def _in_memcached(self, intents: Intents) -> list[Refusal]:
        if intents.keep_results is None or intents.keep_results <= _LONGEST:
            return []
        fact = f"Memcached keeps a result for {in_words(_LONGEST)} at most, not for {in_words(intents.keep_results)}"
        return [Refusal("keep_results", fact, f'set keep_results to "{_LONGEST // 86400}d" or less, or use a database')]
