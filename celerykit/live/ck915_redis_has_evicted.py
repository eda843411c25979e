from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import RedisServer, each_redis, since_start
from celerykit.live.system import System


class RedisHasEvicted(LiveCheck):
    """Redis has deleted keys to make room.

    *Why*: the policy says which: under `allkeys-…` any, and so queues, the notes of what workers hold, and the bindings
    of queues; under `volatile-…` those that expire: results. Nobody is told, neither who sent the task nor who waits
    for the result. The server counts since its start: it may have been long ago, and under another policy.

    *Instead*: `maxmemory-policy noeviction` for tasks and results, and another server for what may be deleted. Send
    again what is missing.
    """

    code = "CK915"
    name = "redis-has-evicted"
    severity = "warning"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "since its start {since} ago it has deleted {keys} to make room: {what}"
    fix = "set maxmemory-policy to noeviction on that server, and see what is missing"
    asks = "Redis: `INFO`"
    symptoms = ("tasks disappear from the queue without a trace", "results are gone before result_expires")

    def check(self, system: System) -> Iterator[Finding]:
        for server in each_redis(system):
            evicted = server.number("evicted_keys")
            if not evicted:
                continue
            severity, what = _harm(server)
            keys = "one key" if evicted == 1 else f"{evicted} keys"
            yield self.at(server.side, severity=severity, since=since_start(server), keys=keys, what=what)


def _harm(server: RedisServer) -> tuple[Severity, str]:
    """What may be gone. Queues do not expire, so that a volatile policy leaves them alone."""
    volatile = server.word("maxmemory_policy").startswith("volatile")
    if server.broker and not volatile:
        return "warning", "queues with their tasks may be among them"
    if server.results:
        return "info", "results may be among them"
    return "info", "keys that expire, which queues do not"
