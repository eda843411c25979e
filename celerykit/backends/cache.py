"""Results in Memcached, or in the memory of one process: celery/backends/cache.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal, Remark
from celerykit.services import Service
from celerykit.values.durations import in_words

__all__ = ["Cache", "Memory"]

# Memcached takes a longer expiry for a date in 1970, so the result is gone at once (MAX_RELATIVE_EXPIRES there).
_LONGEST = 30 * 24 * 60 * 60
_PORT = 11211
_LAST = 5000  # results that a process keeps (_DUMMY_CLIENT_CACHE there)


class Cache(Backend):
    """cache+memcached://…"""

    name = "cache"
    title = "the cache"
    schemes = ("cache",)
    driver: ClassVar[tuple[str, str] | None] = ("pymemcache", "pip install pymemcache")

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Memcached keeps results for 30 days at most, and is reached without TLS."""
        refused = []
        if intents.keep_results is not None and intents.keep_results > _LONGEST:
            fact = (
                f"Memcached keeps a result for {in_words(_LONGEST)} at most, not for {in_words(intents.keep_results)}"
            )
            refused.append(Refusal("keep_results", fact, f'set keep_results to "{_LONGEST // 86400}d" or less'))
        if intents.tls:
            # pymemcache: tls_context is an object, which Celery passes on but no text can say.
            fact = "results go to Memcached unencrypted: its client takes TLS as an object, and no setting can name one"
            refused.append(Refusal("tls", fact, "leave tls out, where nobody else is on the way"))
        return keeping(intents), refused

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """Room, and items as large as the largest result."""
        if intents.results == "none":
            return ()
        return (
            "Memcached with memory for all results that are kept (-m): it drops the oldest when it is full",
            "Memcached's item size (-I, 1 MB unless set) above the largest result",
        )

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """A Memcached with 256 MB, for results of up to 8 MB."""
        from celerykit.services.addresses import first_url, local_port

        return Service(
            "memcached",
            "memcached:1.6-alpine",
            _PORT,
            command=("memcached", "-m", "256", "-I", "8m"),
            healthy=("sh", "-c", f"echo version | nc -w 1 127.0.0.1 {_PORT} | grep -q VERSION"),
            url=f"cache+memcached://memcached:{_PORT}/",
            published=local_port(first_url(settings, "result_backend").partition("+")[2], _PORT),
            keeps=dict.fromkeys(self.needs(intents), "results"),
            remarks=("memcached keeps 256 MB of results, of 8 MB at most",),
        )


class Memory(Cache):
    """cache+memory://: each process has its own."""

    driver = None

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Only the process that ran the task can be asked."""
        if intents.results != "poll":
            return keeping(intents), []
        fact = 'results = "poll", but cache+memory:// keeps a result in the process that stored it: others see PENDING'
        return keeping(intents), [Refusal("results", fact, 'say results = "caller", and work in the same process')]

    def beside(self, broker: str, intents: Intents) -> list[Refusal]:
        """Results for anybody, where the worker is another process than the sender."""
        if broker == "memory" or intents.results != "caller":
            return []
        fact = 'results = "caller", but cache+memory:// keeps a result in the worker, and its sender is another process'
        return [Refusal("results", fact, 'say results = "none" where nobody reads them')]

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """When results go: Celery keeps so many of them, and heeds no expiry (DummyClient there)."""
        if intents.keep_results is None or intents.results == "none":
            return ()
        return (Remark("keep_results", f"cache+memory:// keeps the last {_LAST} results, however old they are"),)

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """Nothing: there is no server."""
        return ()

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """None: there is no server."""
        return None
