"""Results in Redis: celery/backends/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from celerykit.backends.redis_family import RedisFamily
from celerykit.intents import Intents

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Redis"]


class Redis(RedisFamily):
    """Redis as a result store, at one address."""

    name = "redis"
    title = "Redis"
    schemes = ("redis", "rediss")

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """The broker's Redis where results are kept in it too, another one else."""
        from celerykit.services.redis import redis_service

        return redis_service("result_backend", settings, dict.fromkeys(self.needs(intents), "keep_results"))
