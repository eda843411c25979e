from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.redis_servers import RedisServer, each_redis, refusals, since_start
from celerykit.live.system import System

# Of the places for clients: a worker that restarts, or a web server that grows, takes a dozen at once.
_NEARLY_ALL = 0.9


class RedisClientsExhausted(LiveCheck):
    """Redis has hardly a place left for another client, or has turned some away.

    *Why*: beyond `maxclients`, Redis ends each new connection with "max number of clients reached". What is connected
    works on; a worker that restarts cannot come back, and a web process that wants to send a task cannot. A worker has
    several connections, each of its pool's processes at least one to the results, each web process its own.

    *Instead*: find who holds them (`redis-cli CLIENT LIST`), close what is forgotten (`timeout`), bound the pools
    (`broker_pool_limit`, `redis_max_connections`), or raise `maxclients`, and the limit on open files with it.
    """

    code = "CK909"
    name = "redis-clients-exhausted"
    severity = "warning"
    brokers = ("redis", "sentinel")
    backends = ("redis", "sentinel")
    message = "{connected} clients are connected of {most} that it takes: beyond, it turns workers and publishers away"
    fix = "see by CLIENT LIST who they are, bound their pools, or raise maxclients on that server"
    asks = "Redis: `INFO`; where that does not tell it, `CONFIG GET maxclients`"
    symptoms = ("redis.exceptions.MaxClientsError: max number of clients reached",)

    def check(self, system: System) -> Iterator[Finding]:
        if full := refusals(system, "full"):
            yield from (self.at(side, severity="error", message=_FULL) for side in full)
            return
        for server in each_redis(system):
            connected, most = server.number("connected_clients"), _most(server)
            refused = int(server.said.get("rejected_connections", 0))
            if connected >= _NEARLY_ALL * most:
                yield self.at(server.side, connected=connected, most=most)
            elif refused:
                # It may have been long ago: nothing tells when.
                yield self.at(
                    server.side,
                    severity="info",
                    message=_REFUSED,
                    refused=refused,
                    since=since_start(server),
                    most=most,
                )


_FULL = "all of its places for clients are taken: it turns workers and publishers away"
_REFUSED = "since its start {since} ago it has turned away {refused} connections: all of its {most} places were taken"


def _most(server: RedisServer) -> int:
    """Before Redis 6.2, INFO did not tell."""
    return server.number("maxclients") if "maxclients" in server.said else int(server.config("maxclients"))
