from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import RedisServer, each_redis
from celerykit.live.system import System

# Of the memory that it may use: a burst of tasks, or an hour without workers, fills the rest.
_NEARLY_FULL = 0.9
_MIB = 1024**2


class RedisMemoryFull(LiveCheck):
    """The memory that Redis may use is full, or nearly so.

    *Why*: a full Redis that may not delete anything refuses every write: `apply_async` raises `OperationalError`, no
    worker can take a task, as taking it writes, and no result is kept. One without a limit takes memory until the
    system ends it.

    *Instead*: see what fills it: queues that nobody reads, results that never expire (`result_expires`), other users.
    Give it more memory, or those a server of their own.
    """

    code = "CK914"
    name = "redis-memory-full"
    severity = "warning"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "it uses {used} MiB of {most} MiB that {limit}"
    fix = "find what fills it (queues that nobody reads, results that do not expire), or give it more memory"
    asks = "Redis: `INFO`"
    symptoms = ("redis.exceptions.OutOfMemoryError: command not allowed when used memory > 'maxmemory'.",)

    def check(self, system: System) -> Iterator[Finding]:
        for server in each_redis(system):
            if server.number("maxmemory"):
                yield from self._limited(server)
            else:
                yield from self._unlimited(server)

    def _limited(self, server: RedisServer) -> Iterator[Finding]:
        # What it counts against the limit: not its buffers for replicas and for the append-only file.
        used = server.number("used_memory") - int(server.said.get("mem_not_counted_for_evict", 0))
        most, policy = server.number("maxmemory"), server.word("maxmemory_policy")
        # One that deletes is full most of the time; where what expires may be deleted, there was nothing such left.
        if used >= most and not policy.startswith("allkeys"):
            yield self._found(server, "error", used, most, f"maxmemory allows: {_REFUSES}")
        elif used >= _NEARLY_FULL * most and policy == "noeviction":
            yield self._found(server, "warning", used, most, f"maxmemory allows: when that is full, {_REFUSES}")

    def _unlimited(self, server: RedisServer) -> Iterator[Finding]:
        used, most = (int(server.said.get(name, 0)) for name in ("used_memory_rss", "total_system_memory"))
        if most and used >= _NEARLY_FULL * most:
            yield self._found(server, "warning", used, most, "its machine has, and no maxmemory bounds it")

    def _found(self, server: RedisServer, severity: Severity, used: int, most: int, limit: str) -> Finding:
        return self.at(
            server.side, severity=severity, used=f"{used / _MIB:.4g}", most=f"{most / _MIB:.4g}", limit=limit
        )


_REFUSES = "it refuses all tasks and results"
