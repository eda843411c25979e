"""Redis: kombu/transport/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from celerykit.brokers.redis_family import RedisFamily
from celerykit.intents import Intents

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Redis"]


class Redis(RedisFamily):
    """Redis as a broker, at one address."""

    name = "redis"
    title = "Redis"
    schemes = ("redis", "rediss")

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """A Redis with an append-only file and without eviction."""
        from celerykit.services.redis import redis_service

        asked = {"appendonly": "delivery", "maxmemory-policy": "", "memory": ""}
        needs = self.needs(intents, settings)
        keeps = {need: by for need in needs for start, by in asked.items() if need.startswith(start)}
        return redis_service("broker_url", settings, keeps)
