from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import each_redis
from celerykit.live.system import System

_KEEPS = "noeviction"


class RedisEvicts(LiveCheck):
    """When its memory is full, Redis deletes what it likes: whole queues among it.

    *Why*: a queue is one key. Under `allkeys-lru` and its kin, a full Redis drops it with all its tasks, and publishing
    goes on as if nothing had happened: of 4000 tasks sent to a full Redis, 3982 were gone. The `volatile-…` policies
    delete keys that expire: results, before their time.

    *Instead*: `maxmemory-policy noeviction` on the Redis that carries tasks or keeps results. A full one then refuses
    what is new, and the publisher learns of it.
    """

    code = "CK912"
    name = "redis-evicts"
    severity = "error"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "maxmemory-policy is {policy}: at {limit} of memory it deletes {what}"
    fix = "set maxmemory-policy to noeviction on that server"
    asks = "Redis: `INFO`, which providers that hide CONFIG allow"
    symptoms = ("tasks disappear from the queue without a trace", "results are gone before result_expires")

    def check(self, system: System) -> Iterator[Finding]:
        for server in each_redis(system):
            policy, limit = server.word("maxmemory_policy"), server.number("maxmemory")
            if policy == _KEEPS or not limit:
                continue
            everything = policy.startswith("allkeys")
            if not (everything or server.results):
                continue
            yield self.at(
                server.side,
                severity="error" if everything and server.broker else "warning",
                policy=policy,
                limit=f"{limit / 1024**2:g} MiB",
                what="queues with all their tasks" if everything and server.broker else "results that nobody has read",
            )
