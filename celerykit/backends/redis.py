"""Results in Redis: celery/backends/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Option, Refusal

__all__ = ["Redis"]


class Redis(Backend):
    """Redis as a result store: any process may ask, results expire by themselves, chords are counted."""

    name = "redis"
    title = "Redis"
    schemes = ("redis", "rediss")
    driver = ("redis", 'pip install "celerykit[redis]"')
    options: ClassVar[Mapping[str, Option]] = {
        "additional_connection_errors": Option("any", (), "more errors after which a command is tried again"),
        "global_keyprefix": Option("string", "", "prefix of every key"),
        "result_chord_ordered": Option("bool", True, "whether a chord's results keep the order of its header"),
        "retry_policy": Option("mapping", None, "how often and how soon a command is tried again"),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Redis keeps results for any asker and as long as is wanted; over TLS the server is verified."""
        compiled = keeping(intents)
        if url.startswith("rediss://") and "ssl_cert_reqs" not in url:
            compiled.append(Compiled(("redis_backend_use_ssl", "ssl_cert_reqs"), "required", "tls"))
        return compiled, []
